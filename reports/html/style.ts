import { FIRST, SHOWABLE } from './filter.ts';

/** What the browser must find in the policy to apply the style: a test says what it is when the style has changed. */
export const STYLE_HASH = 'sha256-XKJ0fJIgN7pRLockH5H/Bnva0mrMPzRUauiXMA/JoLc=';

const light = `color-scheme: light;
--page: #fff; --soft: #f5f6f8; --line: #d9dde3; --text: #1d2229; --quiet: #565f6b; --link: #0b57a4; --mark: #fff6d6;
--pass: #17663a; --fail: #b3261e; --warning: #7d5200; --inconclusive: #0e5c8a; --error: #84309c;`;

const dark = `color-scheme: dark;
--page: #15181c; --soft: #1e2227; --line: #363c44; --text: #dfe3e8; --quiet: #a3acb7; --link: #86b8f2; --mark: #35301c;
--pass: #7fcb98; --fail: #ff958c; --warning: #e5b95f; --inconclusive: #7dc0ea; --error: #dda3ee;`;

/** Only requirements of the chosen verdict, and suites that have one. */
const shown = SHOWABLE.map((one) => {
  const rule = `body:has([value="${one}"]:checked) :is(.requirements > tbody:not([data-verdicts~="${one}"], :target), \
.suite:not(:has([data-verdicts~="${one}"], tbody:target))) { display: none; }`;
  // What a page opens on is a help on a screen; paper has all of it.
  return one === FIRST ? `@media screen { ${rule} }` : rule;
}).join('\n');

const colours = ['pass', 'fail', 'warning', 'inconclusive', 'error']
  .map((one) => `.${one} { --tone: var(--${one}); }`)
  .join('\n');

/** The looks of the page: calm, of the system's own fonts, for light and dark, for paper, for a phone. */
export const style = `
:root { ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
@media print { :root { ${light} } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; padding: 1.5rem clamp(0.75rem, 3vw, 2.5rem) 4rem; max-width: 84rem; background: var(--page); color: var(--text);
  font: 0.95rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
h1 { margin: 0; font-size: 1rem; font-weight: 600; color: var(--quiet); }
h2 { margin: 2.5rem 0 0.5rem; font-size: 1.15rem; }
h3 { margin: 0; font-size: 0.95rem; }
small, .source, dt, thead, caption, legend, .found, .label { color: var(--quiet); font-size: 0.85rem; font-weight: 400; }
a { color: var(--link); }
h2 a { text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
th a:not(:hover, :focus-visible) { text-decoration: none; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code { font: 0.85rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; unicode-bidi: isolate; }
.command { user-select: all; }
p { margin: 0.25rem 0; }
bdi { font-weight: inherit; }
${colours}
.conformant { --tone: var(--pass); }
.nonconformant { --tone: var(--fail); }
.outcome { margin: 0.25rem 0 0; color: var(--tone); font-size: 2rem; line-height: 1.25; font-weight: 650; }
.conclusion { margin: 0 0 1rem; max-width: 60rem; font-size: 1.05rem; }
.incomplete { margin: 1rem 0; padding: 0.75rem 1rem; border-left: 0.3rem solid var(--warning); background: var(--mark); }
.counts { display: flex; flex-wrap: wrap; gap: 0.4rem; margin: 1rem 0; padding: 0; list-style: none; }
.counts li, .badge { --edge: color-mix(in srgb, var(--tone, var(--quiet)) 45%, transparent); border: 1px solid var(--edge);
  border-radius: 0.4rem; color: var(--tone, var(--quiet)); font-weight: 600; white-space: nowrap; }
.counts li { padding: 0.2rem 0.7rem; }
.counts .none { font-weight: 400; }
.badge { display: inline-block; padding: 0 0.45rem; font-size: 0.85rem; }
.remark { display: inline-block; margin: 0 0.3rem; font-size: 0.85rem; font-weight: 400; font-style: italic; }
.facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin: 1rem 0; }
dd { margin: 0; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.45rem 0.75rem 0.45rem 0; text-align: left; vertical-align: top; }
thead { border-bottom: 1px solid var(--line); }
th, th p { font-weight: 400; }
tbody > tr > th { font-weight: 600; }
.targets tbody th { white-space: nowrap; }
.targets tbody tr, .requirements > tbody { border-top: 1px solid var(--line); }
.requirements { table-layout: fixed; }
.requirements > thead th:nth-child(1) { width: 42%; }
.requirements > thead th:nth-child(2) { width: 5.5rem; }
.requirements > thead th:nth-child(3) { width: 4.5rem; }
.requirements > thead th:nth-child(4) { width: 9.5rem; }
.requirements > tbody { scroll-margin-top: 1rem; }
.requirements > tbody:target > tr:first-child { background: var(--mark); }
.opens td { padding: 0 0 0.6rem; }
summary { width: fit-content; cursor: pointer; color: var(--quiet); font-size: 0.85rem; }
article { margin: 0.75rem 0; padding: 0.75rem 1rem; border-left: 0.2rem solid var(--line); background: var(--soft); }
article dl, .opens ul { margin: 0.5rem 0; }
article dl div, .advice div { display: grid; grid-template-columns: 6rem 1fr; }
footer { margin-top: 4rem; border-top: 1px solid var(--line); color: var(--quiet); }
footer dl div { display: grid; grid-template-columns: 9rem 1fr; margin-bottom: 0.25rem; }
footer p { max-width: 60rem; }
.advice { margin: 0.5rem 0; max-width: 60rem; }
pre { margin: 0.25rem 0 0.75rem; padding: 0.5rem 0.75rem; border: 1px solid var(--line); white-space: pre-wrap;
  font: 0.85rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.message { margin: 0.5rem 0; }
.message figcaption { color: var(--quiet); font-size: 0.85rem; }
.message pre { margin: 0; overflow-x: auto; white-space: pre; overflow-wrap: normal; font: 0.85rem/1.35 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
.label { margin: 0.75rem 0 0; }
.picture { display: block; width: 100%; max-width: 30rem; margin: 0.75rem 0; font: 11px system-ui, sans-serif; }
.picture text { fill: var(--text); }
.picture :is(.when, .note, .cut) { fill: var(--quiet); }
.picture path { fill: none; stroke: var(--text); stroke-width: 1.2; }
.picture .life { stroke: var(--line); stroke-width: 2; }
.picture .connect { stroke-dasharray: 5 3; }
.picture .rst { stroke: var(--fail); stroke-width: 2; }
.picture path.cut { stroke: var(--quiet); stroke-dasharray: 2 2; }
.picture circle { fill: var(--text); }
.picture circle.exit { fill: var(--fail); }
.suite.none { display: none; }
.timeline { width: auto; font-variant-numeric: tabular-nums; }
.timeline caption { text-align: left; }
.timeline :is(th, td) { padding: 0.1rem 1rem 0.1rem 0; white-space: nowrap; }
.timeline :is(th, td):nth-child(6) { white-space: normal; }
.timeline :is(th, td):is(:nth-child(1), :nth-child(5)) { text-align: right; }
.timeline .iut td:nth-child(3) { font-weight: 600; }
.tools { display: flex; flex-wrap: wrap; align-items: end; gap: 0.75rem 2rem; margin-top: 2.5rem; }
.show { display: flex; flex-wrap: wrap; gap: 0.4rem; margin: 0; padding: 0; border: 0; }
.show legend { padding: 0 0 0.3rem; }
.show label { position: relative; padding: 0.2rem 0.7rem; border: 1px solid var(--line); border-radius: 0.4rem; cursor: pointer; }
.show label:has(:checked) { border-color: var(--text); background: var(--text); color: var(--page); }
.show label:has(:focus-visible) { outline: 2px solid var(--link); outline-offset: 2px; }
.show input { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
.search { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.search :is(input, button) { padding: 0.25rem 0.6rem; border: 1px solid var(--quiet); border-radius: 0.4rem; background: var(--page); color: var(--text); font: inherit; }
.search button { cursor: pointer; }
.found { margin: 0; }
.matrix { overflow-x: auto; }
.matrix table { width: auto; }
.matrix :is(th, td) { padding-right: 1rem; overflow-wrap: normal; white-space: nowrap; }
.matrix thead th { max-width: 12rem; overflow-wrap: anywhere; white-space: normal; vertical-align: bottom; }
.matrix tbody tr { border-top: 1px solid var(--line); }
.matrix td a { text-decoration: none; }
@supports not selector(:has(*)) { .show { display: none; } }
${shown}
@media screen and (max-width: 44rem) {
  body { padding-top: 1rem; }
  .outcome { font-size: 1.6rem; }
  .facts { gap: 0.4rem 1.5rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, caption, tbody, :is(.targets, .requirements, .timeline) tr, tbody :is(th, td) { display: block; width: auto; }
  :is(.targets, .requirements) tr { padding: 0.5rem 0; }
  :is(.targets, .requirements) :is(th, td) { padding: 0.1rem 0; white-space: normal; }
  .targets td:nth-child(4)::before { content: "requirements passed: "; color: var(--quiet); }
  .requirements > tbody > tr > td:is(:nth-child(2), :nth-child(3), :nth-child(4)):not([colspan]) { display: inline-block; margin-right: 0.75rem; }
  .requirements > tbody > tr > td:nth-child(3)::before { content: "cases passed: "; color: var(--quiet); }
  .matrix thead { position: static; width: auto; height: auto; clip-path: none; }
  .matrix table { display: table; }
  .matrix tbody { display: table-row-group; }
  .matrix tbody :is(th, td) { display: table-cell; }
  .timeline { margin-top: 0.5rem; }
  .timeline tr { padding: 0.25rem 0; border-top: 1px solid var(--line); }
  .timeline td { display: inline; padding: 0; margin-right: 0.6rem; }
  .timeline td:nth-child(1)::after { content: " ms"; }
  .timeline td:nth-child(5):not(:empty)::after { content: " octets"; }
  .timeline td:nth-child(6) { display: block; }
  .timeline td:empty { display: none; }
  article { padding: 0.6rem; }
  article dl div, .advice div { grid-template-columns: 1fr; margin-bottom: 0.3rem; }
}
@media print {
  :root { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  body:has([value="first"]:checked) .tools { display: none; }
  body:has([value="first"]:checked) .suite.none { display: block; }
  .picture { break-inside: avoid; }
  .search, .show label:not(:has(:checked)), .show:has([value="all"]:checked) { display: none; }
  details.broken::details-content { content-visibility: visible; block-size: auto; }
  details.broken summary { list-style: none; }
  h2, h3, thead, caption { break-after: avoid; }
  .matrix { overflow: visible; }
  tr, .outcome { break-inside: avoid; }
  .opens, .opens tr { break-inside: auto; }
  article { background: none; }
}
`;
