import fc, { type Arbitrary } from 'fast-check';
import { clock } from './clock.ts';

/** A pseudo-random sequence of numbers in [0, 1) that is the same for the same seed and name (mulberry32 over FNV-1a). */
export function randomSequence(seed: number, name: string): () => number {
  let state = hash(name) ^ seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

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

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
