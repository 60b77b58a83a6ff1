import { BroadcastChannel, threadId } from 'node:worker_threads';

/** Worker threads tell the main thread here that they are not held up; other processes do not hear it. */
const CHANNEL = 'sockspec watchdog';

/** How often a thread tells so while it has a case, in milliseconds. */
const BEAT_MS = 1000;

/**
 * Beats that a thread may miss in a row: what a case does in one go takes milliseconds, and a busy machine holds a thread up
 * for seconds. Counted by beats of the main thread's own, so that a laptop that sleeps misses none.
 */
const MISSED = 30;

/** What a thread tells of a case of its own. */
interface Beat {
  readonly thread: number;
  readonly caseId: string;
  readonly isOver: boolean;
}

/** Does the work of a case, and lets the main thread know all the while that this thread is not busy with something endless. */
export async function beating<Value>(caseId: string, work: () => Promise<Value>): Promise<Value> {
  const channel = new BroadcastChannel(CHANNEL);
  const tell = (isOver: boolean): void => channel.postMessage({ thread: threadId, caseId, isOver } satisfies Beat);
  tell(false);
  const timer = setInterval(tell, BEAT_MS, false);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    tell(true);
    channel.close();
  }
}

/**
 * Calls back for a thread that has missed so many beats, with the cases that it had: nothing in that thread can end them. Until
 * it is closed.
 */
export function watchThreads(
  isHeldUp: (thread: number, cases: readonly string[]) => void,
  beats = MISSED,
): { readonly close: () => void } {
  const threads = new Map<number, { missed: number; readonly cases: Set<string> }>();
  const channel = new BroadcastChannel(CHANNEL);
  channel.unref();
  channel.onmessage = (message: unknown) => {
    const beat = beatOf(message);
    if (beat === undefined) return;
    const known = threads.get(beat.thread) ?? { missed: 0, cases: new Set() };
    threads.set(beat.thread, known);
    known.missed = 0;
    if (beat.isOver) known.cases.delete(beat.caseId);
    else known.cases.add(beat.caseId);
  };
  const timer = setInterval(() => {
    for (const [thread, known] of threads) {
      if (known.cases.size === 0) continue;
      known.missed += 1;
      if (known.missed <= beats) continue;
      threads.delete(thread);
      isHeldUp(thread, [...known.cases]);
    }
  }, BEAT_MS).unref();
  return {
    close: () => {
      clearInterval(timer);
      channel.close();
    },
  };
}

function beatOf(message: unknown): Beat | undefined {
  if (typeof message !== 'object' || message === null || !('data' in message)) return undefined;
  const { data } = message;
  if (typeof data !== 'object' || data === null) return undefined;
  if (!('thread' in data && 'caseId' in data && 'isOver' in data)) return undefined;
  const { thread, caseId, isOver } = data;
  if (typeof thread !== 'number' || typeof caseId !== 'string' || typeof isOver !== 'boolean') return undefined;
  return { thread, caseId, isOver };
}
