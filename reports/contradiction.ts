import { exitStatus, foremostStatus } from '../harness/contracts/exit-status.ts';
import type { CaseResult, Outcome, Run } from '../harness/contracts/run.ts';
import type { Problem } from '../harness/text/problems.ts';
import { isConcluded } from './summary.ts';

/**
 * Where a run says that it ended otherwise than its cases, with the marks of their gates, can have: it was edited. What the
 * cases do not tell is believed: an interrupt, a failure of the harness outside of any case.
 */
export function contradiction(run: Run): Problem | undefined {
  const statuses = statusesOf(run);
  if (!statuses.includes(run.exitStatus)) {
    return { path: 'exitStatus', expected: `${statuses.join(' or ')}, by its cases`, found: String(run.exitStatus) };
  }
  const hasFailed = run.cases.some(({ verdict, known }) => verdict === 'fail' && known === undefined);
  const outcome = outcomeOf(run.exitStatus, hasFailed);
  if (run.outcome === outcome) return undefined;
  return { path: 'outcome', expected: `${outcome}, by its cases and its exit status`, found: run.outcome };
}

/** What conclude (`harness/engine/conclude.ts`) may have come to, the least grave first. */
function statusesOf({ cases, unmatched = [], notJudged }: Run): readonly number[] {
  const isBroken = cases.some(breaks) || unmatched.length > 0;
  const isOpen =
    !cases.some(isConcluded) || (notJudged ?? []).length > 0 || cases.some(({ gone }) => gone !== undefined);
  const told = foremostStatus([
    ...(cases.some(({ verdict }) => verdict === 'error') ? [exitStatus.harness] : []),
    ...(isBroken ? [exitStatus.nonconformant] : []),
    ...(isOpen ? [exitStatus.inconclusive] : []),
  ]);
  // Older reports do not name the targets that were not judged.
  const silent = told === exitStatus.conformant && notJudged === undefined ? [exitStatus.inconclusive] : [];
  return [...new Set([told, ...silent, exitStatus.harness, exitStatus.interrupted])];
}

function breaks({ verdict, known, failsRun }: CaseResult): boolean {
  if (verdict === 'fail') return known === undefined;
  return failsRun === true && (verdict === 'warning' || verdict === 'inconclusive' || verdict === 'pass');
}

/** What a run came to that ends with this status, and in which a MUST has failed that nobody knew to fail, or none. */
export function outcomeOf(status: number, hasFailed: boolean): Outcome {
  if (status === exitStatus.conformant) return 'conformant';
  if (status === exitStatus.harness) return 'error';
  return status === exitStatus.nonconformant || hasFailed ? 'nonconformant' : 'inconclusive';
}
