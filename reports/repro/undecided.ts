import type { Observation } from '../../harness/contracts/requirement.ts';
import type { CaseResult } from '../../harness/contracts/run.ts';

/** Why no script decides by the octets of a program that may say others each time, in words. */
export const SAYS_OTHERS = 'the program says something else each time: what it says is to be compared by a person';

/** Why no script decides whether a failure is seen again, in words: it comes and goes, or is provoked by what a script does not do. */
export function uncertainStimulus({ flaky }: CaseResult, lacks: readonly string[]): string | undefined {
  if (flaky) return 'the failure was seen in some attempts and not in others';
  return lacks.length > 0 ? 'the script does not do all that sockspec did' : undefined;
}

/** The same where its verdict was drawn from something else than octets; none where its requirement is not known. */
export function unseenOnWire(observations: readonly Observation[]): string | undefined {
  if (observations.length === 0) return 'its requirement is not known here';
  const other = observations.filter((one) => one !== 'wire' && one !== 'next');
  return other.length > 0 ? `the verdict is drawn from ${other.join(' and ')}, which no octet tells` : undefined;
}
