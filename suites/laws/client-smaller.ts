import type { Dissection } from '../../harness/contracts/dissection.ts';
import { NotReachable } from '../../harness/contracts/target.ts';
import type { Description } from '../../harness/contracts/wire.ts';
import type { Search } from '../../harness/engine/attempt.ts';
import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { clock } from '../../harness/engine/clock.ts';
import { smallestNumber, smallestPart } from '../../harness/engine/data/smallest.ts';
import { Inconclusive } from '../../harness/engine/finding.ts';
import { read } from '../../harness/protocols/wire/decode.ts';
import { Unsendable } from '../../harness/protocols/wire/encode.ts';
import type { Filling } from '../../harness/protocols/wire/fill.ts';
import { sampleReplies } from './client-places.ts';
import { freeValues, leastValue, smallestValue, withLetters, withValue } from './least.ts';
import { type Failure, toldOf, wordsOf } from './smaller.ts';

/** The replies of a dialogue that a client fails, as far as they may be made smaller. */
export interface Replies {
  /** Its plain messages are those that are said. */
  readonly description: Description;
  /** Which of several places of a reply are harmed, by their numbers; none where there is one. */
  readonly places: readonly number[];
  /** A size that a law has chosen; undefined where it chooses none. It alone is made smaller then. */
  readonly size?: number | undefined;
}

/** How a client fares with smaller replies: undefined where it fares well, or is not answered as it must be. */
export type FaresIll = (
  context: ClientContext,
  replies: Replies,
) => Promise<{ readonly how: string; readonly seen: string; readonly messages: readonly Dissection[] } | undefined>;

/** Replies that are tried, and the milliseconds after which no other is begun: each starts the client twice. */
const TRIALS = 24;
const SEARCH_MS = 6000;

/**
 * Looks for the smallest replies that a client fails with all the same: as few places that are harmed, and as small values as
 * there may be. Of the letters that nobody can guess none need stay: what the client makes of a reply is compared with what it
 * makes of the same one unharmed. A size is no smaller than `leastSize`.
 */
export function smallestReply(
  start: Replies,
  filling: Filling,
  faresIll: FaresIll,
  leastSize = 0,
): Search<ClientContext> {
  return async (context) => {
    const lettered = { ...start, description: withLetters(start.description, filling.nonce, 'server') };
    const { smallest, tried } = await searched(
      lettered,
      leastSize,
      async (replies) => (await triedOnce(context, faresIll, replies)) !== undefined,
    );
    if (smallest === undefined) return undefined;
    return async (fresh) => {
      const ill = await triedOnce(fresh, faresIll, smallest);
      return ill === undefined ? undefined : toldOf({ ...ill, says: saidIn(smallest.description, filling) }, tried);
    };
  };
}

/** The smallest replies that the client failed with, undefined where there are none; and how many were tried. */
async function searched(
  start: Replies,
  leastSize: number,
  isIll: (replies: Replies) => Promise<boolean>,
): Promise<{ readonly smallest: Replies | undefined; readonly tried: number }> {
  const deadline = clock.now() + SEARCH_MS;
  let tried = 0;
  let smallest = start;
  const isStill = async (candidate: Replies): Promise<boolean> => {
    if (tried >= TRIALS || clock.now() > deadline) return false;
    tried += 1;
    if (!(await isIll(candidate))) return false;
    smallest = candidate;
    return true;
  };

  const { size } = start;
  if (size !== undefined) {
    await smallestNumber(BigInt(size), BigInt(leastSize), (one) => isStill({ ...start, size: Number(one) }));
    return { smallest: smallest === start ? undefined : smallest, tried };
  }
  const values = freeValues(start.description, 'server');
  await isStill({
    ...start,
    description: values.reduce((one, free) => withValue(one, free, leastValue(free, nothing)), start.description),
  });
  await smallestPart(smallest.places, (places) => isStill({ ...smallest, places }), { least: 1 });
  for (const free of freeValues(smallest.description, 'server')) {
    await smallestValue(free, leastValue(free, nothing), (value) =>
      isStill({ ...smallest, description: withValue(smallest.description, free, value) }),
    );
  }
  return { smallest: smallest === start ? undefined : smallest, tried };
}

/** No placeholder must stay. */
const nothing: ReadonlySet<string> = new Set();

async function triedOnce(context: ClientContext, faresIll: FaresIll, replies: Replies): ReturnType<FaresIll> {
  try {
    return await faresIll(context, replies);
  } catch (error) {
    if (error instanceof Unsendable || error instanceof Inconclusive || error instanceof NotReachable) return undefined;
    throw error;
  }
}

/** What the server says, in words. */
function saidIn(description: Description, filling: Filling): Failure['says'] {
  const said = sampleReplies(description, filling).flatMap(({ name, octets }) => {
    const { decoded } = read(description, name, octets, true);
    return decoded.kind === 'message' ? [{ name, message: decoded.message }] : [];
  });
  return wordsOf(description, said);
}
