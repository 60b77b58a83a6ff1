import { randomUUID } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
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
  const octets = serialize(turns);
  const shared = new SharedArrayBuffer(octets.length);
  new Uint8Array(shared).set(octets);
  return { id: randomUUID(), turns: shared, taken: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) };
}

/** The turns of the run that this thread works for. */
let known: { readonly id: string; readonly turns: readonly Turn[] } | undefined;

/** Read once a thread: plans that share a database of megabytes share it here, too. */
function turnsIn({ id, turns }: Work): readonly Turn[] {
  if (known?.id !== id) known = { id, turns: deserialize(new Uint8Array(turns)) };
  return known.turns;
}

/** Takes the next turn, which no other thread gets; the empty one where all are taken. */
export function takeTurn(work: Work): Turn {
  return turnsIn(work)[Atomics.add(new Int32Array(work.taken), 0, 1)] ?? [];
}

function hasFixedPort({ target: { means } }: WorkerPlan): boolean {
  return means.kind === 'listen' || (means.kind === 'exec' && means.port !== undefined);
}
