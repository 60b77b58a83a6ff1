import type { Observation } from '../../harness/contracts/requirement.ts';
import type { CaseResult } from '../../harness/contracts/run.ts';
import { isEvents } from '../wire-events.ts';
import type { Outcome } from './outcomes.ts';
import { SAYS_OTHERS, uncertainStimulus, unseenOnWire } from './undecided.ts';

/** One connection by which a script decides: all octets count, or only whether any came. */
export interface Compared extends Outcome {
  readonly by: 'octets' | 'shape';
}

/** By what a script decides whether the failure is seen again; or why it cannot, in words. */
export type Deciding = { readonly compared: readonly Compared[] } | { readonly undecided: string };

/** What there is to decide by. */
export interface Grounds {
  readonly result: CaseResult;
  /** What verdicts of its requirement are drawn from; none where the requirement is not known here. */
  readonly observations: readonly Observation[];
  /** What the script does not do of the stimulus. */
  readonly lacks: readonly string[];
  readonly outcomes: readonly Outcome[];
  /** Whether it is a server that ended by itself: nobody may listen any more. */
  readonly hasEnded: boolean;
  /** Whether the program says something else each time. */
  readonly isRandom: boolean;
}

/**
 * A failure can be decided from octets where its verdict was drawn from the wire alone, or where the next client was not
 * served. Then the exchange of a right program differs from the one that was seen, and the same one is the failure again. Of a
 * server that ended by itself, a further client tells: nobody takes its connection.
 */
export function decidingOf({ result, observations, lacks, outcomes, hasEnded, isRandom }: Grounds): Deciding {
  const { nextClientUnserved, expected = '', seen = '' } = result;
  const last = outcomes.at(-1);
  const uncertain = uncertainStimulus(result, lacks);
  if (uncertain !== undefined) return { undecided: uncertain };
  if (last === undefined) return { undecided: 'nothing crossed the wire' };
  if (hasEnded) return { compared: [{ ...refusedAfter(outcomes), by: 'shape' }] };
  if (nextClientUnserved === true) {
    return isUnserved(last)
      ? { compared: [{ ...last, by: 'shape' }] }
      : { undecided: 'the next client was answered on the wire, and was not served in another way' };
  }
  const unseen = unseenOnWire(observations);
  if (unseen !== undefined) return { undecided: unseen };
  if (outcomes.some(({ isLate }) => isLate)) return { undecided: 'the verdict may be drawn from a time' };
  if (isEvents(expected) && isEvents(seen)) return { compared: outcomes.map((one) => ({ ...one, by: 'shape' })) };
  if (isRandom && outcomes.every((one) => one.count > 0 && !isUnserved(one))) return { undecided: SAYS_OTHERS };
  const byShape = (one: Outcome): boolean => isUnserved(one) || (isRandom && one.count > 0);
  return { compared: outcomes.map((one) => ({ ...one, by: byShape(one) ? 'shape' : 'octets' })) };
}

/** A further client, which nobody takes. */
function refusedAfter(outcomes: readonly Outcome[]): Outcome {
  return { connection: outcomes.length + 1, count: 0, hex: '', end: 'refused', isLate: false };
}

/** Reset, refused, or left without an octet: what it would have said does not matter then. */
function isUnserved({ end, count }: Outcome): boolean {
  return end === 'RST' || end === 'refused' || end === 'no answer' || (end === 'open' && count === 0);
}
