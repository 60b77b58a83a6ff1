import fc, { type Arbitrary } from 'fast-check';
import { clock } from './clock.ts';

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
