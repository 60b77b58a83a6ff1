import { Finding } from '../../harness/engine/finding.ts';
import { cutLists, smallestCounterexample } from '../../harness/engine/random.ts';
import { cutAt } from '../../harness/engine/tester/segments.ts';
import { wrongAmong } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import type { Act, Script } from './script.ts';
import { besideTwin, twinOf } from './twin.ts';

/** So many rounds on one connection, each with letters of its own; one where the dialogue does not repeat. */
export function sessionOf(context: Context, oracle: Oracle, rounds: number): readonly Act[] {
  const first = oracle.script(context);
  const { round } = first;
  if (round === undefined) return first.acts;
  const others = Array.from({ length: rounds - 1 }, () => oracle.script(context));
  const all = [first.acts, ...others.map(({ acts }) => acts.slice(round))];
  // The connection ends with the last of them.
  return all.flatMap((acts, index) => (index < rounds - 1 ? acts.filter(({ does }) => !isEnd(does)) : acts));
}

function isEnd(does: Act['does']): boolean {
  return does === 'end writing' || does === 'hear the end';
}

/** The acts with everything that is said from the first message on in one segment, before anything of it is heard. */
export function inOneSegment(acts: readonly Act[]): readonly Act[] {
  const first = acts.findIndex(({ does }) => does === 'say');
  const said = acts.flatMap((act) => (act.does === 'say' ? act.segments : []));
  const others = acts.slice(first).filter(({ does }) => does !== 'say');
  return [...acts.slice(0, first), { does: 'say', segments: [Buffer.concat(said)] }, ...others];
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
  { rounds, areJoined }: { readonly rounds: number; readonly areJoined: boolean },
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
  if (found !== undefined) throw new Finding(expected, found.seen, `cut after octets ${found.stimulus.join(', ')}`);
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

/** The index behind the last message that is said. */
export function behindLastSaid({ acts }: Script): number {
  return acts.findLastIndex(({ does }) => does === 'say') + 1;
}
