/** What the browser must find in the policy to apply the style: a test says what it is when the style has changed. */
export const STYLE_HASH = 'sha256-j/9iwb65m6SJ8McjaEq1Lro8NSwGZzH04HaNvogX9Ro=';

/** The looks of a statement: a document that is printed and filed, and can be read on a phone. */
export const style = `
:root { color-scheme: light dark; --page: #fff; --text: #1d2229; --quiet: #565f6b; --line: #d9dde3; }
@media (prefers-color-scheme: dark) { :root { --page: #15181c; --text: #dfe3e8; --quiet: #a3acb7; --line: #363c44; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem clamp(0.75rem, 3vw, 2.5rem) 3rem; max-width: 70rem; background: var(--page); color: var(--text);
  font: 0.95rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; -webkit-text-size-adjust: 100%; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 2.5rem 0 0.5rem; font-size: 1.2rem; }
.sentence { margin: 0.75rem 0; max-width: 50rem; font-size: 1.15rem; }
table { width: 100%; margin: 1rem 0; border-collapse: collapse; }
caption { padding: 0.5rem 0; text-align: left; font-weight: 600; }
thead th { min-width: 6rem; overflow-wrap: normal; }
thead { color: var(--quiet); border-bottom: 1px solid var(--line); }
tbody tr { border-top: 1px solid var(--line); }
th, td { padding: 0.35rem 0.75rem 0.35rem 0; text-align: left; vertical-align: top; font-weight: 400; }
code { font: 0.9em/1.4 ui-monospace, monospace; }
tbody th { min-width: 10rem; }
tbody td[data-label="suite"] { min-width: 9.5rem; }
@media (min-width: 60rem) { tbody th { min-width: 13rem; } }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: 0.85rem; }
dl { margin: 0; }
dl div { display: grid; grid-template-columns: 16rem 1fr; gap: 0 1rem; }
dd { margin: 0; }
@media screen and (max-width: 44rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  thead th { min-width: 0; overflow-wrap: anywhere; }
  tbody th, tbody td[data-label="suite"] { min-width: 0; }
  table, caption, tbody, tr, tbody :is(th, td) { display: block; width: auto; }
  tbody tr { padding: 0.4rem 0; }
  tbody :is(th, td) { padding: 0.1rem 0; }
  tbody td:not(:empty)::before { content: attr(data-label) ": "; color: var(--quiet); }
  dl div { grid-template-columns: 1fr; margin-bottom: 0.4rem; }
}
@media print {
  :root { color-scheme: light; --page: #fff; --text: #000; --quiet: #444; --line: #bbb; font-size: 10pt; }
  body { max-width: none; padding: 0; }
  .page { break-before: page; }
  .page h2 { margin-top: 0; }
  h2, caption, thead { break-after: avoid; }
  tr { break-inside: avoid; }
}
`;
