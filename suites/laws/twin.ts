import { isDeepStrictEqual } from 'node:util';
import type { Dissection } from '../../harness/contracts/dissection.ts';
import type { Search } from '../../harness/engine/attempt.ts';
import { conclusiveIf, mustBe } from '../../harness/engine/finding.ts';
import { wordsForBoth } from '../../harness/engine/words.ts';
import { differing, type Heard, wrongAmong } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import type { Act, Spoken } from './script.ts';
import { type Exchange, type Least, smallestExchange, wordsOf } from './smaller.ts';
import { sweep } from './sweep.ts';

/** A harmed exchange, and how it is harmed, in words. */
export interface Harmed {
  readonly how: string;
  readonly acts: readonly Act[];
  /** The message that is harmed, with what is harmed of it marked: made where a report needs it. */
  readonly told?: () => Dissection;
  /** How the same harm is done to smaller exchanges, where it can be. */
  readonly smaller?: Shrinking;
}

/** An exchange as it is, and as it is harmed. */
export interface Beside {
  /** What its client says, in the first round where there are more. */
  readonly said: readonly Spoken[];
  readonly plain: readonly Act[];
  readonly harmed: Harmed;
}

/** What an exchange is shrunk from, and how a smaller one is harmed: undefined where there is nothing of it to harm. */
export interface Shrinking extends Least {
  readonly rounds?: number;
  readonly size?: number;
  readonly places?: readonly number[];
  readonly of: (context: Context, oracle: Oracle, exchange: Exchange) => Beside | undefined;
}

/** What a harmed exchange gave, and what its twin did: texts of the messages heard, in order. */
export interface Compared {
  readonly seen: readonly string[];
  readonly expected: readonly string[];
}

/** Whether a harmed exchange gave what its twin did. */
export function isAsExpected({ seen, expected }: Compared): boolean {
  return isDeepStrictEqual(seen, expected);
}

/** Does a harmed exchange, and fails where it does not give what its twin gave. */
export async function mustBeAsTwin(context: Context, oracle: Oracle, stimulus: Shrinking): Promise<void> {
  const { rounds = 1, size = 0, places = [], of } = stimulus;
  const beside = of(context, oracle, { description: oracle.description, rounds, size, places });
  if (beside === undefined) throw new Error('expected something to harm in the plain exchange, found nothing');
  const { plain, harmed } = beside;
  const twin = await twinOf(context, oracle, plain);
  await judge(context, oracle, { plain, twin }, { ...harmed, smaller: stimulus });
}

/** Fails where one harmed exchange does not give what its twin gave, and tells of the message that decided. */
async function judge(
  context: Context,
  oracle: Oracle,
  unharmed: { readonly plain: readonly Act[]; readonly twin: readonly Heard[] },
  { how, acts, told, smaller }: Harmed,
): Promise<void> {
  const heard = await oracle.held(context, acts);
  const compared = await besideTwin(context, oracle, unharmed, heard);
  const { seen, expected } = compared;
  if (!isAsExpected(compared)) {
    context.tellsOf(...(told === undefined ? [] : [told()]), ...wrongAmong(heard));
    if (smaller !== undefined) context.shrinks(smallestBeside(oracle, smaller));
  }
  mustBe(seen, expected, how);
}

/** The smallest exchange that, harmed in this way, does not give what its twin gives, which is answered as described and not refused. */
export function smallestBeside(
  oracle: Oracle,
  { rounds = 1, size = 0, places = [], of, ...least }: Shrinking,
): Search<Context> {
  const start = { description: oracle.description, rounds, size, places };
  return smallestExchange(start, least, async (context, exchange) => {
    const { description } = exchange;
    const other = oracle.ofOther(description);
    const beside = of(context, other, exchange);
    if (beside === undefined) return 'no exchange';
    const { said, plain, harmed } = beside;
    const twin = await twinOf(context, other, plain);
    if (twin.some(other.isRefusal)) return 'no failure';
    const heard = await other.held(context, harmed.acts);
    const { seen, expected } = await besideTwin(context, other, { plain, twin }, heard);
    if (isDeepStrictEqual(seen, expected)) return 'no failure';
    const told = harmed.told === undefined ? [] : [harmed.told()];
    const says = wordsOf(description, said);
    return { how: harmed.how, says, seen: wordsForBoth(seen, expected)[0], messages: [...told, ...wrongAmong(heard)] };
  });
}

/** The same of a sweep: many exchanges at once where the server allows it, and each that gave something else once more, alone. */
export async function mustBeAsTwinEach(
  context: Context,
  oracle: Oracle,
  isSideBySide: boolean,
  plain: readonly Act[],
  harmed: readonly Harmed[],
): Promise<void> {
  const twin = await twinOf(context, oracle, plain);
  await sweep(
    harmed,
    isSideBySide,
    async ({ acts }, opening) => {
      const peer = context.connect();
      await opening(peer.opened);
      const heard = await oracle.held(context, acts, peer);
      const { seen, expected } = await besideTwin(context, oracle, { plain, twin }, heard);
      return isDeepStrictEqual(seen, expected);
    },
    (one) => judge(context, oracle, { plain, twin }, one),
  );
}

/** The unharmed exchange. Where that is not answered as described, nothing can be concluded from a harmed one. */
export async function twinOf(context: Context, oracle: Oracle, plain: readonly Act[]): Promise<readonly Heard[]> {
  const twin = await oracle.held(context, plain);
  const problem = twin.find((one) => one.problem !== undefined);
  conclusiveIf(
    problem === undefined,
    `the unharmed exchange is not answered as described: ${problem?.name}: ${problem?.problem}`,
  );
  return twin;
}

/**
 * Compares what was heard with its twin. Where they differ the twin is asked once more: what differs between the two was
 * harmed by nobody (a date goes on meanwhile).
 */
export async function besideTwin(
  context: Context,
  oracle: Oracle,
  { plain, twin }: { readonly plain: readonly Act[]; readonly twin: readonly Heard[] },
  heard: readonly Heard[],
): Promise<Compared> {
  const mask = await oracle.mask(context);
  const [seen, expected] = [oracle.told(heard, mask), oracle.told(twin, mask)];
  if (isDeepStrictEqual(seen, expected)) return { seen, expected };
  const later = await oracle.held(context, plain);
  const wider = new Set([...mask, ...differing(oracle.description, [twin, later])]);
  return { seen: oracle.told(heard, wider), expected: oracle.told(twin, wider) };
}
