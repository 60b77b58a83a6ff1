import type { Dissection } from '../../harness/contracts/dissection.ts';
import { NotReachable } from '../../harness/contracts/target.ts';
import type { Description, Step } from '../../harness/contracts/wire.ts';
import type { Search, Smaller } from '../../harness/engine/attempt.ts';
import { clock } from '../../harness/engine/clock.ts';
import { smallestNumber, smallestPart } from '../../harness/engine/data/smallest.ts';
import { Inconclusive } from '../../harness/engine/finding.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { wordsFor } from '../../harness/engine/words.ts';
import { Unsendable } from '../../harness/protocols/wire/encode.ts';
import { isOneWay } from '../../harness/protocols/wire/one-way.ts';
import { comparable } from './heard.ts';
import { freeValues, leastValue, type Placeholder, smallestValue, withLetters, withValue } from './least.ts';
import { type Context, NONCE_OCTETS } from './oracle.ts';
import type { Spoken } from './script.ts';

/** An exchange that fails, as far as it may be made smaller. */
export interface Exchange {
  /** Its plain messages and its dialogue are those of the exchange. */
  readonly description: Description;
  /** Rounds on one connection. */
  readonly rounds: number;
  /** A size that a law has chosen; 0 where it chooses none. */
  readonly size: number;
  /** Which of several places of it are harmed, by their numbers; none where there is one. */
  readonly places: readonly number[];
}

/** How an exchange fails. */
export interface Failure {
  /** How it is harmed, in words. */
  readonly how: string;
  /** What the client says in it, in words. */
  readonly says: string;
  readonly seen: string;
  /** What a report shows of it. */
  readonly messages: readonly Dissection[];
}

/** What comes of a smaller exchange: its failure; none; or there is none to be held, of such messages. */
export type Tried = Failure | 'no failure' | 'no exchange';

/** Holds an exchange, and its twin where that decides. */
export type Fails = (context: Context, exchange: Exchange) => Promise<Tried>;

/** What a smaller exchange must have all the same. */
export interface Least {
  readonly leastSize?: number;
  /** Whether its size is that of `{fill}`. */
  readonly needsFill?: boolean;
}

/** Exchanges that are tried, and the milliseconds after which no other is begun: each that fails by silence costs a reply limit. */
const TRIALS = 64;
const SEARCH_MS = 5000;

/**
 * Looks for the smallest exchange that still fails: as few rounds, as small a size (no less than `leastSize`), as few places that
 * are harmed, as few messages
 * and as small values as there may be. First all of them at once, then one after another. What an exchange cannot say, or what
 * the twin is not answered as described, is no smaller one.
 */
export function smallestExchange(start: Exchange, least: Least, fails: Fails): Search<Context> {
  return async (context) => {
    const kept = keptOf(start.description, least);
    const description = kept.has('{nonce}')
      ? start.description
      : withLetters(start.description, lettersFor(context, NONCE_OCTETS));
    const { leastSize = 0 } = least;
    const { smallest, tried } = await searched({ ...start, description }, { leastSize, kept }, (exchange) =>
      triedOnce(context, fails, exchange),
    );
    if (smallest === undefined) return undefined;
    return async (fresh) => {
      const found = await triedOnce(fresh, fails, smallest);
      return typeof found === 'string' ? undefined : toldOf(found, tried);
    };
  };
}

/** One way, a server's showing is known by the nonce alone. */
function keptOf(description: Description, { needsFill = false }: Least): ReadonlySet<Placeholder> {
  return new Set([
    ...(isOneWay(description) ? (['{nonce}'] as const) : []),
    ...(needsFill ? (['{fill}'] as const) : []),
  ]);
}

/** The smallest exchange that failed, undefined where none did; and how many were held. */
async function searched(
  start: Exchange,
  { leastSize, kept }: { readonly leastSize: number; readonly kept: ReadonlySet<Placeholder> },
  tries: (exchange: Exchange) => Promise<Tried>,
): Promise<{ readonly smallest: Exchange | undefined; readonly tried: number }> {
  const deadline = clock.now() + SEARCH_MS;
  let tried = 0;
  let smallest = start;
  let hasFailed = false;
  const isStill = async (candidate: Exchange | undefined): Promise<boolean> => {
    if (candidate === undefined || tried >= TRIALS || clock.now() > deadline) return false;
    const found = await tries(candidate);
    if (found === 'no exchange') return false;
    tried += 1;
    if (found === 'no failure') return false;
    [smallest, hasFailed] = [candidate, true];
    return true;
  };

  await isStill(leastOf(start, leastSize, kept));
  const { rounds, size } = smallest;
  await smallestNumber(BigInt(rounds), 1n, (one) => isStill({ ...smallest, rounds: Number(one) }));
  await smallestNumber(BigInt(size), BigInt(leastSize), (one) => isStill({ ...smallest, size: Number(one) }));
  await smallestPart(smallest.places, (places) => isStill({ ...smallest, places }), { least: 1 });
  const { before, turns, behind } = turnsOf(start.description);
  await smallestPart(turns, (left) => isStill(withSteps(smallest, [...before, ...left.flat(), ...behind])), {
    least: 1,
  });
  for (const free of freeValues(smallest.description)) {
    await smallestValue(free, leastValue(free, kept), (value) =>
      isStill({ ...smallest, description: withValue(smallest.description, free, value) }),
    );
  }
  return { smallest: hasFailed ? smallest : undefined, tried };
}

async function triedOnce(context: Context, fails: Fails, candidate: Exchange): Promise<Tried> {
  try {
    return await fails(context, candidate);
  } catch (error) {
    if (error instanceof Unsendable) return 'no exchange';
    if (error instanceof Inconclusive || error instanceof NotReachable) return 'no failure';
    throw error;
  }
}

function leastOf({ description, places }: Exchange, size: number, kept: ReadonlySet<Placeholder>): Exchange {
  const least = freeValues(description).reduce(
    (one, free) => withValue(one, free, leastValue(free, kept)),
    description,
  );
  return { description: least, rounds: 1, size, places };
}

/** A dialogue in turns of the client, each with what follows until its next message; and what comes before and behind all of them. */
function turnsOf({ dialogue: { steps } }: Description): {
  readonly before: readonly Step[];
  readonly turns: ReadonlyArray<readonly Step[]>;
  readonly behind: readonly Step[];
} {
  const end = steps.findLastIndex(({ does }) => does === 'sends') + 1;
  const starts = steps.flatMap(({ by, does }, index) => (by === 'client' && does === 'sends' ? [index] : []));
  return {
    before: steps.slice(0, starts[0]),
    turns: starts.map((from, index) => steps.slice(from, starts[index + 1] ?? end)),
    behind: steps.slice(end),
  };
}

function withSteps(exchange: Exchange, steps: readonly Step[]): Exchange | undefined {
  const { dialogue } = exchange.description;
  const description = { ...exchange.description, dialogue: { ...dialogue, steps } };
  // Where no answer is left, nothing would be seen of it.
  return isOneWay(description) === isOneWay(exchange.description) ? { ...exchange, description } : undefined;
}

/** Characters of one value that are told. */
const MOST_SHOWN = 60;

/** What a client says, in words: a message each with its values. */
export function wordsOf(description: Description, said: readonly Pick<Spoken, 'name' | 'message'>[]): string {
  const short = (text: string): string => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
  return said
    .map(({ name, message }) => {
      const values = [...comparable(description, name, message)].map(([path, text]) => `${path}: ${short(text)}`);
      return `${name}(${values.join(', ')})`;
    })
    .join(', ');
}

/** What a report says of the smallest exchange that fails, of so many that were tried. */
export function toldOf({ how, says, seen, messages }: Failure, tried: number): Smaller {
  const words = `smallest exchange that fails (of ${tried} tried): ${says}, ${how}; saw ${wordsFor(seen)}`;
  return { words, messages };
}
