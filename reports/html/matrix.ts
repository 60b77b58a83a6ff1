import type { Run } from '../../harness/contracts/run.ts';
import { plural } from '../closing.ts';
import { type Column, type Matrix, matricesOf } from '../matrix.ts';
import type { PlacedSuite } from './anchors.ts';
import { badge } from './badge.ts';
import { type Markup, markup, type Part } from './markup.ts';

/** Where several targets were judged by one suite: a table of its requirements, a column a target, each verdict a link to its row. */
export function matrices(run: Run, suites: readonly PlacedSuite[]): readonly Markup[] {
  return matricesOf(run).map((one) => matrix(one, suites));
}

/** It is wider than a page where there are many targets: the part that scrolls can be reached by the keyboard. */
function matrix({ suite, requirements, columns }: Matrix, suites: readonly PlacedSuite[]): Markup {
  const places = columns.map(({ target }) => suites.find((one) => one.suite === suite && one.target === target));
  const title = `${suite} on ${plural(columns.length, 'target')}`;
  return markup`<section class="matrix" tabindex="0" aria-label="${title}">
<h2>${title}</h2>
<table>
<thead><tr><th scope="col">requirement</th>${columns.map(({ target }, index) => head(target, places[index]))}</tr></thead>
<tbody>
<tr><th scope="row">points</th>${columns.map((column) => markup`<td>${grade(column)}</td>`)}</tr>
${requirements.map((requirement) => row(requirement, columns, places))}</tbody>
</table>
</section>
`;
}

function head(target: string, place: PlacedSuite | undefined): Markup {
  const name = markup`<bdi>${target}</bdi>`;
  return markup`<th scope="col">${place === undefined ? name : markup`<a href="#${place.anchor}">${name}</a>`}</th>`;
}

function grade({ grade: { points, of, open }, ungraded }: Column): Part {
  if (ungraded !== undefined) return 'not graded';
  return `${points} of ${of}${open === 0 ? '' : `, ${open} open`}`;
}

function row(requirement: string, columns: readonly Column[], places: readonly (PlacedSuite | undefined)[]): Markup {
  const cells = columns.map(({ verdicts }, index) => {
    const verdict = verdicts.get(requirement);
    if (verdict === undefined) return markup`<td></td>`;
    const place = places[index]?.requirements.find((one) => one.requirement === requirement);
    return markup`<td>${place === undefined ? badge(verdict) : markup`<a href="#${place.anchor}">${badge(verdict)}</a>`}</td>`;
  });
  return markup`<tr><th scope="row">${requirement.split('/').at(-1) ?? ''}</th>${cells}</tr>\n`;
}
