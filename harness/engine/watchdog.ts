import { threadId } from 'node:worker_threads';
import { threadChannel } from '../processes/thread-channel.ts';

/** Worker threads tell the main thread here that they are not held up. */
const CHANNEL = 'watchdog';

/** How often a thread tells so while it has a case, in milliseconds. */
const BEAT_MS = 1000;

/**
 * Beats that a thread may miss in a row: what a case does in one go takes milliseconds, and a busy machine holds a thread up
 * for seconds. Counted by beats of the main thread's own, so that a laptop that sleeps misses none.
 */
const MISSED = 30;

/** What a thread tells of the cases that it has. */
interface Beat {
  readonly thread: number;
  readonly cases: readonly string[];
}

/** The cases of this thread. */
const cases = new Set<string>();

/** Tells of them. A message reaches every channel of its name, so each thread has one, and only while it has a case. */
let telling: { readonly tell: () => void; readonly close: () => void } | undefined;

/** Does the work of a case, and lets the main thread know all the while that this thread is not busy with something endless. */
export async function beating<Value>(caseId: string, work: () => Promise<Value>): Promise<Value> {
  telling ??= openTelling();
  cases.add(caseId);
  telling.tell();
  try {
    return await work();
  } finally {
    cases.delete(caseId);
    telling.tell();
    if (cases.size === 0) {
      telling.close();
      telling = undefined;
    }
  }
}

function openTelling() {
  const channel = threadChannel(CHANNEL);
  const tell = (): void => channel.postMessage({ thread: threadId, cases: [...cases] } satisfies Beat);
  const timer = setInterval(tell, BEAT_MS);
  const close = (): void => {
    clearInterval(timer);
    channel.close();
  };
  return { tell, close };
}

/**
 * Calls back for a thread that has missed so many beats, with the cases that it had: nothing in that thread can end them. Until
 * it is closed.
 */
export function watchThreads(
  isHeldUp: (thread: number, cases: readonly string[]) => void,
  beats = MISSED,
): { readonly close: () => void } {
  const threads = new Map<number, { missed: number; readonly cases: readonly string[] }>();
  const channel = threadChannel(CHANNEL);
  channel.unref();
  channel.onmessage = (message: unknown) => {
    const beat = beatOf(message);
    if (beat === undefined) return;
    threads.set(beat.thread, { missed: 0, cases: beat.cases });
  };
  const timer = setInterval(() => {
    for (const [thread, known] of threads) {
      if (known.cases.length === 0) continue;
      known.missed += 1;
      if (known.missed <= beats) continue;
      threads.delete(thread);
      isHeldUp(thread, known.cases);
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
  if (!('thread' in data && 'cases' in data)) return undefined;
  const { thread, cases } = data;
  if (typeof thread !== 'number' || !Array.isArray(cases)) return undefined;
  return { thread, cases: cases.filter((one) => typeof one === 'string') };
}
