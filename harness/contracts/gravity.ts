import type { Level } from './requirement.ts';
import type { Verdict } from './verdict.ts';

/** The order of gravity, gravest first: what a group of cases is worth is its gravest verdict. */
export const verdictsByGravity: readonly Verdict[] = [
  'error',
  'fail',
  'warning',
  'inconclusive',
  'pass',
  'not-applicable',
];

/** The gravest of several verdicts; `inconclusive` for none, since nothing was observed. */
export function gravestVerdict(verdicts: readonly Verdict[]): Verdict {
  return verdictsByGravity.find((verdict) => verdicts.includes(verdict)) ?? 'inconclusive';
}

/** The verdict that a broken requirement of this level earns. A MAY that is not met is never counted against the IUT. */
export function verdictOfBroken(level: Level): Verdict {
  if (level === 'MUST') return 'fail';
  return level === 'SHOULD' ? 'warning' : 'not-applicable';
}
