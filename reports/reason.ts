import type { CaseResult } from '../harness/contracts/run.ts';

/**
 * What the reason of a case says beside `expected` and `seen`: a finding is said in both (`expected 3; saw 2`), and what was
 * found afterwards stands behind it. Empty where nothing is left; the whole reason where it is put in other words.
 */
export function restOfReason({ reason, expected, seen }: Pick<CaseResult, 'reason' | 'expected' | 'seen'>): string {
  if (expected === undefined || seen === undefined) return reason;
  const end = `; saw ${seen}`;
  for (let at = reason.indexOf(end); at >= 0; at = reason.indexOf(end, at + 1)) {
    const front = frontOf(reason.slice(0, at), expected);
    const behind = reason.slice(at + end.length);
    if (front !== undefined && /^(; |$)/.test(behind)) return [front, behind.slice(2)].filter(Boolean).join('; ');
  }
  return reason;
}

/** What stands before what was expected; undefined where that is not said. */
function frontOf(finding: string, expected: string): string | undefined {
  for (let at = finding.indexOf(WORD); at >= 0; at = finding.indexOf(WORD, at + 1)) {
    // What it is about stands before the word in a reason, and before the fact in `expected`.
    const fact = finding.slice(at + WORD.length);
    const front = finding.slice(0, at);
    const subject: string = expected.slice(0, Math.max(0, expected.length - fact.length));
    if (subject + fact === expected && front.endsWith(subject))
      return front.slice(0, front.length - subject.length).replace(/[;:] $/, '');
  }
  return undefined;
}

const WORD = 'expected ';
