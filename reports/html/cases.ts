import { verdictsByGravity } from '../../harness/contracts/gravity.ts';
import type { CaseResult } from '../../harness/contracts/run.ts';
import { plural } from '../closing.ts';
import { printedLast } from '../printed.ts';
import { restOfReason } from '../reason.ts';
import { isTroubled, type RequirementResult } from '../summary.ts';
import { isAdvised } from '../trouble.ts';
import { type Allotment, isPlain, tellingCases } from './allotment.ts';
import { badge, remark } from './badge.ts';
import { type Markup, markup, type Part } from './markup.ts';
import { messageTree } from './message-tree.ts';
import { picture } from './picture.ts';
import { timeline } from './timeline.ts';
import { duration } from './units.ts';

/** The cases of a requirement, folded up: first, gravest first, those that there is something to say about. */
export function openedCases(row: RequirementResult, allotment: Allotment): Markup {
  const { requirement, cases } = row;
  const telling = tellingCases(row);
  const whole = telling.filter((result) => allotment.has(result));
  const taught = telling.filter((one, index) => one.mend !== undefined && !isAdvised(one, telling.slice(0, index)));
  const rest = telling.filter((result) => !allotment.has(result));
  return markup`<details${telling.some(isTroubled) ? markup` class="broken"` : ''}>
<summary>${plural(cases.length, 'case')}: ${verdictCounts(cases)}</summary>
${taught.map(advice)}${whole.map((result) => allotment.get(result) ?? '')}\
${listed('The exchanges of these are in the JSON report', rest)}\
${listed('Passed, without remarks', cases.filter(isPlain))}\
${taught.length === 0 && telling.some(isTroubled) ? markup`<p>What such a failure usually means, and its mend: <code class="command">sockspec explain ${requirement}</code></p>\n` : ''}</details>`;
}

function verdictCounts(cases: readonly CaseResult[]): string {
  const counts = verdictsByGravity.map((verdict) => [cases.filter((one) => one.verdict === verdict).length, verdict]);
  return counts
    .filter(([count]) => count !== 0)
    .map((words) => words.join(' '))
    .join(', ');
}

/** What such a failure usually means, and its usual mend: above the cases of a requirement, and said once. */
function advice({ failure, mend }: CaseResult): Markup {
  return markup`<dl class="advice">\n${field('usual cause', failure)}${field('usual mend', mend)}</dl>\n`;
}

/** One case with all that is known of it. */
export function wholeCase(result: CaseResult): Markup {
  const {
    expected,
    seen,
    known,
    baseline,
    notes,
    flaky,
    attempts,
    frames,
    messages = [],
    evidence,
    reproduce,
  } = result;
  return markup`<article>
${title(result)}
<dl>
${field('expected', expected)}${field('seen', seen)}${field('reason', restOfReason(result))}${field('known', known)}${field('baseline', baseline)}${notes.map((note) => field('note', note))}\
${field('attempts', flaky ? attempts.join(', ') : undefined)}${field('frames', frames)}\
${field('reproduce', markup`<code class="command">${reproduce}</code>`)}</dl>
${messages.map(messageTree)}${isTroubled(result) ? [printed(result), picture(evidence)] : ''}${timeline(evidence)}</article>
`;
}

function title({ id, verdict, flaky, failsRun, known, durationMs }: CaseResult): Markup {
  return markup`<h3>${badge(verdict)} ${flaky ? remark('flaky') : ''}${known === undefined ? '' : remark('known')}${failsRun === true ? remark('fails the run') : ''}<bdi>${id}</bdi> <small>${duration(durationMs)}</small></h3>`;
}

function printed({ evidence }: CaseResult): Part {
  const text = printedLast(evidence);
  if (text === '') return '';
  const lines = text.split(/\r?\n/).map((line) => markup`${line}\n`);
  return markup`<p class="label">Printed last</p>\n<pre>${lines}</pre>\n`;
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
