import type { CaseResult } from '../../harness/contracts/run.ts';
import type { RequirementResult } from '../summary.ts';
import { gravity } from '../trouble.ts';
import { htmlOf, type Markup } from './markup.ts';

/** Cases of one requirement that are told with their exchanges; more of them seldom say more, but weigh much. */
export const WHOLE_CASES = 20;

/** What all whole cases of a page may take, in characters: it stays below 2 MB, which a phone opens at once. */
const ROOM = 1_200_000;

/** The cases that are told whole, with their HTML. */
export type Allotment = ReadonlyMap<CaseResult, Markup>;

/** True for a case that there is nothing to say about: it passed, each time, without a remark. */
export function isPlain({ verdict, flaky, reason, notes }: CaseResult): boolean {
  return verdict === 'pass' && !flaky && reason === '' && notes.length === 0;
}

/** The cases that there is something to say about, gravest first. */
export function tellingCases({ cases }: RequirementResult): readonly CaseResult[] {
  return cases.filter((result) => !isPlain(result)).sort((one, other) => gravity(one) - gravity(other));
}

/**
 * Which cases are told whole, where there is no room for all: the gravest of each requirement that nothing explains first,
 * then those of all others, then what is left, in the order of the page.
 */
export function allot(rows: readonly RequirementResult[], tell: (result: CaseResult) => Markup): Allotment {
  const told = rows.map((row) => ({ ...row, telling: tellingCases(row).slice(0, WHOLE_CASES) }));
  const isRoot = ({ explainedBy }: RequirementResult): boolean => explainedBy === '';
  const inTurn = [
    ...told.filter(isRoot).flatMap(({ telling }) => telling.slice(0, 1)),
    ...told.filter((row) => !isRoot(row)).flatMap(({ telling }) => telling.slice(0, 1)),
    ...told.flatMap(({ telling }) => telling.slice(1)),
  ];
  const allotment = new Map<CaseResult, Markup>();
  let room = ROOM;
  for (const result of inTurn) {
    const html = tell(result);
    room -= htmlOf(html).length;
    if (room < 0) break;
    allotment.set(result, html);
  }
  return allotment;
}
