import { Finding } from '../../harness/engine/finding.ts';
import { cutLists, smallestCounterexample } from '../../harness/engine/random.ts';
import { cutAt } from '../../harness/engine/tester/segments.ts';
import { count } from '../../harness/engine/words.ts';
import { wrongAmong } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import { octetsBefore, type PlaceIn, placeAfter } from './places.ts';
import type { Act, Spoken } from './script.ts';
import { inOneSegment, sessionOf } from './session.ts';
import { besideTwin, type Shrinking, smallestBeside, twinOf } from './twin.ts';

/** So many rounds on one connection, sent with or without waiting for replies. */
interface Session {
  readonly rounds: number;
  readonly areJoined: boolean;
}

/** How many random segmentations are tried. */
const RANDOM_RUNS = 12;

/**
 * Cuts sessions at random places; fails with the fewest cuts that do not give what the session gives whole. Where messages are
 * joined, they are sent without waiting for replies: a segment ends one and begins the next.
 */
export async function mustBeAsTwinHoweverCut(
  context: Context,
  oracle: Oracle,
  { rounds, areJoined }: Session,
): Promise<void> {
  const plain = sessionOf(context, oracle, rounds);
  const twin = await twinOf(context, oracle, plain);
  const whole = areJoined ? inOneSegment(plain) : plain;
  const octets = octetsSaid(plain);
  let expected = '';
  const observe = async (cuts: readonly number[]): Promise<string> => {
    const heard = await oracle.held(context, cutSession(whole, cuts));
    const compared = await besideTwin(context, oracle, { plain, twin }, heard);
    expected = compared.expected.join(', ');
    const seen = compared.seen.join(', ');
    if (seen === expected) return AS_TWIN;
    context.tellsOf(...wrongAmong(heard));
    return seen;
  };
  const found = await smallestCounterexample(cutLists(octets), context.seed, RANDOM_RUNS, observe, AS_TWIN);
  if (found === undefined) return;
  context.shrinks(smallestBeside(oracle, cutSmaller(context, oracle, { rounds, areJoined }, found.stimulus)));
  throw new Finding(expected, found.seen, howCut(found.stimulus));
}

function howCut(cuts: readonly number[]): string {
  return `cut after octets ${cuts.join(', ')}`;
}

const AS_TWIN = 'as the session whole';

function octetsSaid(acts: readonly Act[]): number {
  return acts.reduce((sum, act) => sum + (act.does === 'say' ? Buffer.concat(act.segments).length : 0), 0);
}

/** Cuts counted over everything that is said, each in the message that it falls into. */
function cutSession(acts: readonly Act[], cuts: readonly number[]): readonly Act[] {
  let before = 0;
  return acts.map((act) => {
    if (act.does !== 'say') return act;
    const octets = Buffer.concat(act.segments);
    const own = cuts.map((cut) => cut - before).filter((cut) => cut > 0 && cut < octets.length);
    before += octets.length;
    return { does: 'say', segments: cutAt(octets, own) };
  });
}

/** A place in a session: in which round and in which message of it; behind all of its octets where no place is said. */
interface PlaceInSession {
  readonly round: number;
  readonly message: string;
  readonly place: PlaceIn | undefined;
}

/** The same cuts in smaller sessions: those of rounds that are not there are made in the last. */
function cutSmaller(
  context: Context,
  oracle: Oracle,
  { rounds, areJoined }: Session,
  cuts: readonly number[],
): Shrinking {
  const { spoken } = oracle.script(context);
  const places = cuts.flatMap((cut) => placeInSession(spoken, cut));
  return {
    rounds,
    places: [...places.keys()],
    of: (fresh, other, exchange) => {
      const said = other.script(fresh).spoken;
      const plain = sessionOf(fresh, other, exchange.rounds);
      const left = places.filter((_, index) => exchange.places.includes(index));
      const own = left.flatMap((one) => cutsOfPlace(said, one, exchange.rounds)).toSorted((one, two) => one - two);
      if (own.length === 0) return undefined;
      const acts = cutSession(areJoined ? inOneSegment(plain) : plain, [...new Set(own)]);
      return { said, plain, harmed: { how: `${count(exchange.rounds, 'round')} ${howCut(own)}`, acts } };
    },
  };
}

/** Where a cut falls among the messages of rounds that are all alike but for their letters. */
function placeInSession(spoken: readonly Spoken[], cut: number): readonly PlaceInSession[] {
  const round = spoken.reduce((sum, { octets }) => sum + octets.length, 0);
  let left = (cut - 1) % round;
  for (const one of spoken) {
    const { length } = one.octets;
    // What comes before the cut ends in this message.
    if (left < length) {
      const place = left + 1 === length ? undefined : placeAfter(one, left + 1);
      return [{ round: Math.floor((cut - 1) / round), message: one.name, place }];
    }
    left -= length;
  }
  return [];
}

/** The octets of a session before that place. */
function cutsOfPlace(
  spoken: readonly Spoken[],
  { round, message, place }: PlaceInSession,
  rounds: number,
): readonly number[] {
  const index = spoken.findIndex(({ name }) => name === message);
  const found = spoken[index];
  if (found === undefined) return [];
  const within = place === undefined ? found.octets.length : octetsBefore(found, place);
  if (within === undefined) return [];
  const lengths = spoken.map(({ octets }) => octets.length);
  const sum = (some: readonly number[]): number => some.reduce((all, one) => all + one, 0);
  return [Math.min(round, rounds - 1) * sum(lengths) + sum(lengths.slice(0, index)) + within];
}
