import type { Awaited } from '../contracts/case-frames.ts';
import { errorText } from '../contracts/errors.ts';
import { verdictOfBroken } from '../contracts/gravity.ts';
import type { Requirement } from '../contracts/requirement.ts';
import { NotReachable } from '../contracts/target.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { AwaitsFrames, Finding, Inconclusive, NotApplicable } from './finding.ts';
import { wordsFor } from './words.ts';

/** What a case concluded, before it is put into a record. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly expected?: string;
  readonly seen?: string;
  /** What frames would conclude it by. */
  readonly awaited?: Awaited;
}

/** The case ran to its end without a finding. */
export const passed: Judgement = { verdict: 'pass', reason: '' };

/** The one place where what a case threw becomes a verdict; what nobody foresaw is the harness's own fault. */
export function judge(thrown: unknown, requirement: Requirement): Judgement {
  if (thrown instanceof Finding) return broken(requirement, thrown.expected, thrown.seen, undefined);
  if (thrown instanceof AwaitsFrames)
    return { verdict: 'inconclusive', reason: thrown.message, awaited: thrown.awaited };
  if (thrown instanceof Inconclusive) return { verdict: 'inconclusive', reason: thrown.message };
  if (thrown instanceof NotReachable) return { verdict: 'inconclusive', reason: thrown.message };
  if (thrown instanceof NotApplicable) return { verdict: 'not-applicable', reason: thrown.message };
  const assertion = assertionOf(thrown);
  if (assertion === undefined) return { verdict: 'error', reason: `the harness failed: ${errorText(thrown)}` };
  // Membership and the like tell no expected value: such an assertion is worded by itself.
  if (assertion.expected === undefined)
    return { verdict: verdictOfBroken(requirement.level), reason: errorText(thrown) };
  return broken(requirement, wordsFor(assertion.expected), wordsFor(assertion.actual), assertion.subject);
}

function broken(requirement: Requirement, expected: string, seen: string, subject: string | undefined): Judgement {
  const about = subject === undefined ? '' : `${subject}: `;
  return {
    verdict: verdictOfBroken(requirement.level),
    reason: `${about}expected ${expected}; saw ${seen}`,
    expected: subject === undefined ? expected : `${subject}: ${expected}`,
    seen,
  };
}

/** What vitest's `expect` throws: the values are on the error, and a subject given to `expect` stands before its message. */
function assertionOf(
  thrown: unknown,
): { readonly expected: unknown; readonly actual: unknown; readonly subject: string | undefined } | undefined {
  if (!(thrown instanceof Error) || thrown.name !== 'AssertionError') return undefined;
  if (!('expected' in thrown) || !('actual' in thrown)) return undefined;
  const subject = /^(?!expected )(.+?): expected /.exec(thrown.message)?.[1];
  return { expected: thrown.expected, actual: thrown.actual, subject };
}
