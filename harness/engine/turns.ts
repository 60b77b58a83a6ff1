import type { WorkerPlan } from '../contracts/plan.ts';
import type { Turn, Work } from './worker-plan.ts';

/**
 * Deals plans into turns: each plan has one of its own, so that the thread that is idle first takes the next; those whose
 * program cannot be told a port, or is started by hand, share the turn of the first of them, since they may all have the same one.
 */
export function turnsOf(plans: readonly WorkerPlan[]): readonly Turn[] {
  const fixed = plans.filter(hasFixedPort);
  return plans.flatMap((plan) => {
    if (!fixed.includes(plan)) return [[plan]];
    return plan === fixed[0] ? [fixed] : [];
  });
}

/** The turns of a run, of which none is taken yet. */
export function workOf(turns: readonly Turn[]): Work {
  return { turns, taken: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
}

/** Takes the next turn, which no other thread gets; the empty one where all are taken. */
export function takeTurn({ turns, taken }: Work): Turn {
  return turns[Atomics.add(new Int32Array(taken), 0, 1)] ?? [];
}

function hasFixedPort({ target: { means } }: WorkerPlan): boolean {
  return means.kind === 'listen' || (means.kind === 'exec' && means.port !== undefined);
}
