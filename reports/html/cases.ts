import { verdictsByGravity } from '../../harness/contracts/gravity.ts';
import type { CaseResult } from '../../harness/contracts/run.ts';
import { plural } from '../closing.ts';
import type { RequirementResult } from '../summary.ts';
import { gravity, isTroubled } from '../trouble.ts';
import { badge, remark } from './badge.ts';
import { type Markup, markup, type Part } from './markup.ts';
import { messageTree } from './message-tree.ts';
import { timeline } from './timeline.ts';
import { duration } from './units.ts';

/** True for a case that there is nothing to say about: it passed, each time, without a remark. */
export function isPlain({ verdict, flaky, reason, notes }: CaseResult): boolean {
  return verdict === 'pass' && !flaky && reason === '' && notes.length === 0;
}

/** The cases of a requirement, folded up: first, gravest first, those that there is something to say about. */
export function openedCases({ requirement, cases }: RequirementResult): Markup {
  const telling = cases.filter((result) => !isPlain(result)).sort((one, other) => gravity(one) - gravity(other));
  const plain = cases.filter(isPlain);
  return markup`<details${telling.some(isTroubled) ? markup` class="broken"` : ''}>
<summary>${plural(cases.length, 'case')}: ${verdictCounts(cases)}</summary>
${telling.slice(0, WHOLE_CASES).map(wholeCase)}\
${listed('The exchanges of these are in the JSON report', telling.slice(WHOLE_CASES))}\
${listed('Passed, without remarks', plain)}\
${telling.some(isTroubled) ? markup`<p>What such a failure usually means, and its mend: <code class="command">sockspec explain ${requirement}</code></p>\n` : ''}</details>`;
}

/** Cases of one requirement that are told with their exchanges; more of them seldom say more, but weigh much. */
export const WHOLE_CASES = 20;

function verdictCounts(cases: readonly CaseResult[]): string {
  const counts = verdictsByGravity.map((verdict) => [cases.filter((one) => one.verdict === verdict).length, verdict]);
  return counts
    .filter(([count]) => count !== 0)
    .map((words) => words.join(' '))
    .join(', ');
}

function wholeCase(result: CaseResult): Markup {
  const { expected, seen, reason, known, notes, flaky, attempts, frames, messages = [], evidence, reproduce } = result;
  return markup`<article>
${title(result)}
<dl>
${field('expected', expected)}${field('seen', seen)}${field('reason', reason)}${field('known', known)}${notes.map((note) => field('note', note))}\
${field('attempts', flaky ? attempts.join(', ') : undefined)}${field('frames', frames)}\
${field('reproduce', markup`<code class="command">${reproduce}</code>`)}</dl>
${messages.map(messageTree)}${timeline(evidence)}</article>
`;
}

function title({ id, verdict, flaky, failsRun, known, durationMs }: CaseResult): Markup {
  return markup`<h3>${badge(verdict)} ${flaky ? remark('flaky') : ''}${known === undefined ? '' : remark('known')}${failsRun === true ? remark('fails the run') : ''}<bdi>${id}</bdi> <small>${duration(durationMs)}</small></h3>`;
}

function field(label: string, value: Part | undefined): Part {
  return value === undefined || value === '' ? '' : markup`<div><dt>${label}</dt><dd>${value}</dd></div>\n`;
}

function listed(label: string, cases: readonly CaseResult[]): Part {
  if (cases.length === 0) return '';
  const item = (result: CaseResult): Markup =>
    isPlain(result)
      ? markup`<li>${result.id}</li>`
      : markup`<li>${badge(result.verdict)} <bdi>${result.id}</bdi> ${result.reason}</li>`;
  return markup`<p>${label}:</p>\n<ul>${cases.map(item)}</ul>\n`;
}
