import fc, { type Arbitrary } from 'fast-check';
import { clock } from './clock.ts';
import { smallestPart } from './data/smallest.ts';

/** The most places at which a session is cut: what goes wrong between two segments needs few. */
const MOST_CUTS = 6;

/** Lists of places at which so many octets are cut, each once and in order. */
export function cutLists(octets: number): Arbitrary<readonly number[]> {
  return fc
    .uniqueArray(fc.integer({ min: 1, max: Math.max(1, octets - 1) }), { minLength: 1, maxLength: MOST_CUTS })
    .map((cuts) => cuts.toSorted((one, other) => one - other));
}

/** How octets are cut at random, how often, and what must be seen of them all the same. */
export interface RandomCuts {
  readonly cuts: Arbitrary<readonly number[]>;
  readonly seed: number;
  readonly runs: number;
  readonly expected: string;
}

/** Cuts octets at random places: what was expected, or the smallest list of cuts, of those tried, after which something else was seen. */
export async function randomCutsFact(
  { cuts, seed, runs, expected }: RandomCuts,
  observe: (cuts: readonly number[]) => Promise<string>,
): Promise<string> {
  const found = await smallestCounterexample(cuts, seed, runs, observe, expected);
  if (found === undefined) return expected;
  let { seen } = found;
  const deadline = clock.now() + LEAVING_OUT_MS;
  // fast-check leaves out the front of a list alone, and these are in the order in which they were drawn.
  const fewest = await smallestPart(
    found.stimulus,
    async (part) => {
      const fact = clock.now() > deadline ? expected : await observe(part);
      if (fact !== expected) seen = fact;
      return fact !== expected;
    },
    { least: 1 },
  );
  return `cut at octets ${fewest.join(', ')}: ${seen}`;
}

/** So much time, in milliseconds, cuts may take that are left out one by one. */
const LEAVING_OUT_MS = 4000;

/** So much time after the first stimulus that failed the smallest so far must do: each that fails costs a storage limit. */
const SHRINKING_MS = 8000;

/** The smallest stimulus, of those tried, that shows what must not be; undefined where none did. */
export interface Counterexample<Stimulus> {
  readonly stimulus: Stimulus;
  readonly seen: string;
}

/**
 * Tries `runs` seeded random stimuli; when one fails it is shrunk to the smallest that still does.
 * `observe` tells what was seen, `expected` what must be.
 */
export async function smallestCounterexample<Stimulus>(
  stimuli: Arbitrary<Stimulus>,
  seed: number,
  runs: number,
  observe: (stimulus: Stimulus) => Promise<string>,
  expected: string,
): Promise<Counterexample<Stimulus> | undefined> {
  let seen = '';
  let deadline = Number.POSITIVE_INFINITY;
  let broken: { readonly error: unknown } | undefined;
  const property = fc.asyncProperty(stimuli, async (stimulus) => {
    if (broken !== undefined || clock.now() > deadline) return true;
    try {
      const fact = await observe(stimulus);
      if (fact === expected) return true;
      seen = fact;
      deadline = Math.min(deadline, clock.now() + SHRINKING_MS);
    } catch (error) {
      broken = { error };
    }
    return false;
  });
  const result = await fc.check(property, { seed, numRuns: runs });
  if (broken !== undefined) throw broken.error;
  const [stimulus] = result.counterexample ?? [];
  return result.failed && stimulus !== undefined ? { stimulus, seen } : undefined;
}
