import type { Awaited } from '../contracts/case-frames.ts';
import { errorText, isOfMachine } from '../contracts/errors.ts';
import { verdictOfBroken } from '../contracts/gravity.ts';
import { ObserverFailed } from '../contracts/observer.ts';
import type { Requirement } from '../contracts/requirement.ts';
import { NotReachable } from '../contracts/target.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { TooBusy } from './clock.ts';
import {
  AwaitsFrames,
  Finding,
  Inconclusive,
  NextClientUnserved,
  NotApplicable,
  SuiteFailed,
  Unmeasured,
  type Wish,
  Wished,
} from './finding.ts';

/** What a case concluded, before it is put into a record. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly expected?: string;
  readonly seen?: string;
  /** The finding is that the next client was not served. */
  readonly nextClientUnserved?: true;
  /** This machine was too busy to measure: another attempt may conclude it. */
  readonly isUnmeasured?: true;
  /** This machine was too busy for a limit to mean anything: the case had not done all that it was to do. */
  readonly isTooBusy?: true;
  /** What frames would conclude it by. */
  readonly awaited?: Awaited;
  /** What the operator wanted instead of an answer. */
  readonly wish?: Wish;
}

/** The case ran to its end without a finding. */
export const passed: Judgement = { verdict: 'pass', reason: '' };

/** The one place where what a case threw becomes a verdict; what nobody foresaw is the harness's own fault. */
export function judge(thrown: unknown, requirement: Requirement): Judgement {
  if (thrown instanceof Finding) return broken(requirement, thrown);
  if (thrown instanceof AwaitsFrames)
    return { verdict: 'inconclusive', reason: thrown.message, awaited: thrown.awaited };
  if (thrown instanceof Wished) return { verdict: 'inconclusive', reason: thrown.message, wish: thrown.wish };
  if (thrown instanceof Unmeasured) return { verdict: 'inconclusive', reason: thrown.message, isUnmeasured: true };
  if (thrown instanceof TooBusy) return { verdict: 'inconclusive', reason: thrown.message, isTooBusy: true };
  if (thrown instanceof Inconclusive) return { verdict: 'inconclusive', reason: thrown.message };
  if (thrown instanceof NotReachable) return { verdict: 'inconclusive', reason: thrown.message };
  if (thrown instanceof NotApplicable) return { verdict: 'not-applicable', reason: thrown.message };
  if (thrown instanceof ObserverFailed) return { verdict: 'inconclusive', reason: thrown.message };
  if (thrown instanceof SuiteFailed) return { verdict: 'error', reason: `the suite failed: ${errorText(thrown)}` };
  if (isOfMachine(thrown)) return { verdict: 'inconclusive', reason: `this machine failed: ${errorText(thrown)}` };
  return { verdict: 'error', reason: `the harness failed: ${errorText(thrown)}` };
}

function broken({ level }: Requirement, finding: Finding): Judgement {
  const { expected, seen, subject } = finding;
  const about = subject === undefined ? '' : `${subject}: `;
  return {
    verdict: verdictOfBroken(level),
    reason: `${about}expected ${expected}; saw ${seen}`,
    expected: `${about}${expected}`,
    seen,
    ...(finding instanceof NextClientUnserved ? { nextClientUnserved: true } : {}),
  };
}
