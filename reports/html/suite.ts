import { pageOfRow } from '../page-address.ts';
import { passedOf, reasonsOf, shortName } from '../summary.ts';
import { type Allotment, isPlain } from './allotment.ts';
import type { PlacedRequirement, PlacedSuite } from './anchors.ts';
import { badge, remark } from './badge.ts';
import { openedCases } from './cases.ts';
import { shownUnder } from './filter.ts';
import { type Markup, markup, type Part } from './markup.ts';
import { dependentLinks, type PlacedRoot } from './mending.ts';

/** What all suites of a page share. */
export interface Shown {
  readonly roots: readonly PlacedRoot[];
  readonly allotment: Allotment;
}

/** A table of one suite on one target, a requirement a row, each that is not a plain pass with its cases below it. */
export function suiteSection({ anchor, suite, target, requirements }: PlacedSuite, shown: Shown): Markup {
  const reasons = reasonsOf(requirements, ({ reason }) => reason);
  const title = markup`<h2 id="${anchor}"><a href="#${anchor}">${suite}</a> on <bdi>${target}</bdi></h2>`;
  if (requirements.length === 0)
    return markup`<section class="suite">\n${title}\n<p>No case was run.</p>\n</section>\n`;
  return markup`<section class="suite">
${title}
<table class="requirements">
<thead><tr><th scope="col">requirement</th><th scope="col">level</th><th scope="col">cases passed</th><th scope="col">verdict</th><th scope="col">reason</th></tr></thead>
${requirements.map((row, index) => requirement(row, reasons[index] ?? '', shown))}</table>
</section>
`;
}

function requirement(row: PlacedRequirement, reason: string, { roots, allotment }: Shown): Markup {
  const { anchor, level, cases, verdict, flaky, known } = row;
  const root = roots.find((one) => one.row === row);
  const cause = roots.find((one) => one.row.target === row.target && one.row.requirement === row.explainedBy)?.row;
  const [first] = cases;
  const name = row.requirement.split('/').at(-1) ?? '';
  const failsRun = verdict !== 'fail' && cases.some((result) => result.failsRun === true);
  return markup`<tbody id="${anchor}" data-verdicts="${shownUnder(row).join(' ')}">
<tr><th scope="row" abbr="${name}"><a href="#${anchor}">${name}</a><p>${first?.text ?? ''}</p><p class="source">${first?.source ?? ''}</p>${pageLink(row)}</th>\
<td>${level}</td><td>${passedOf(row)}</td>\
<td>${badge(verdict)}${flaky ? remark('flaky') : ''}${known === '' ? '' : remark(`known: ${known}`)}${failsRun ? remark('fails the run') : ''}</td><td>${cause === undefined ? reason : markup`depends on <a href="#${cause.anchor}">${shortName(cause)}</a>: mend that first`}${dependentLinks(root?.dependents ?? [])}</td></tr>
${cases.every(isPlain) ? '' : markup`<tr class="opens"><td colspan="5">${openedCases(row, allotment)}</td></tr>\n`}</tbody>
`;
}

/** Where a requirement is told of at length. */
function pageLink(row: PlacedRequirement): Part {
  const page = pageOfRow(row);
  if (page === undefined) return '';
  return markup`<p><a href="${page}">more about ${shortName(row)}</a></p>`;
}
