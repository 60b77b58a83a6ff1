import type { CaseResult } from '../harness/contracts/run.ts';

/**
 * What the reason of a case says beside `expected` and `seen`: a finding is said in both (`expected 3; saw 2`). Empty where
 * nothing is left; the whole reason where it is put in other words.
 */
export function restOfReason({ reason, expected, seen }: Pick<CaseResult, 'reason' | 'expected' | 'seen'>): string {
  if (expected === undefined || seen === undefined) return reason;
  const end = `; saw ${seen}`;
  if (!reason.endsWith(end)) return reason;
  const finding = reason.slice(0, reason.length - end.length);
  for (let at = finding.indexOf(WORD); at >= 0; at = finding.indexOf(WORD, at + 1)) {
    // What it is about stands before the word in a reason, and before the fact in `expected`.
    const fact = finding.slice(at + WORD.length);
    const front = finding.slice(0, at);
    const subject: string = expected.slice(0, Math.max(0, expected.length - fact.length));
    if (subject + fact === expected && front.endsWith(subject))
      return front.slice(0, front.length - subject.length).replace(/[;:] $/, '');
  }
  return reason;
}

const WORD = 'expected ';
