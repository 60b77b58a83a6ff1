import { inert, visible } from '../harness/text/visible.ts';
import { plural } from './closing.ts';
import type { Grade, GradedRequirement } from './grading.ts';
import { pageOfRow } from './page-address.ts';
import { ownReasonOf, passedOf } from './summary.ts';
import { gravity } from './trouble.ts';

/** Characters of a reason: a student reads a page of some sixty of them. */
const REASON_LENGTH = 2000;

/**
 * What a student is told of a requirement: its text, and where it did not pass the page that tells of it, why, which other
 * failure is mended first, how that is usually mended, and the command that repeats the case. `told` says a text as its reader
 * is to have it. Each line is safe to print anywhere.
 */
export function outputOf(row: GradedRequirement, told: (text: string) => string): string {
  const { level, cases, verdict, explainedBy } = row;
  const [worst] = [...cases].sort((one, other) => gravity(one) - gravity(other));
  const isBroken = verdict === 'fail' || verdict === 'warning';
  const page = pageOfRow(row);
  const texts = [
    `${worst?.text ?? ''} (${level}, ${worst?.source ?? ''})`,
    ...(isBroken && page !== undefined ? [`more about it: ${page}`] : []),
    ...(verdict === 'pass' && ownReasonOf(row) === '' ? [] : [said(row)]),
    ...(explainedBy === '' ? [] : [`depends on ${explainedBy}: mend that first`]),
    ...(isBroken && worst?.mend !== undefined ? [`usually mended: ${worst.mend}`] : []),
    ...(isBroken ? [`cases passed: ${passedOf(row)}`] : []),
    ...(verdict === 'pass' || worst === undefined ? [] : [`reproduce: ${worst.reproduce}`]),
  ];
  return lines(texts.map(told));
}

/** The requirements that do not count, for whoever misses one. */
export function uncountedWords({ rows }: Grade): string {
  const uncounted = rows.filter((row) => row.of === 0).map(({ requirement }) => requirement);
  return uncounted.length === 0
    ? ''
    : `not counted: ${plural(uncounted.length, 'requirement')} (${uncounted.join(', ')})`;
}

/** Lines of foreign text, those that are empty left out; none is taken for a command where they are printed into a log. */
export function lines(texts: readonly string[]): string {
  const shown = texts.filter((text) => text !== '').map(visible);
  return inert(shown.join('\n'));
}

/** Points that are open are told apart from points that are lost. */
function said(row: GradedRequirement): string {
  const reason = ownReasonOf(row).slice(0, REASON_LENGTH);
  switch (row.verdict) {
    case 'inconclusive':
      return `not concluded, so that its points are open: ${reason}`;
    case 'error':
      return `not concluded, so that its points are open: sockspec itself failed, which is no fault of the program: ${reason}`;
    default:
      return `${row.verdict}: ${reason}`;
  }
}
