import { type PoolOptions, type PoolRunnerInitializer, type PoolWorker, ThreadsPoolWorker } from 'vitest/node';

/**
 * Targets that one thread judges, one after another. Each leaves a listener behind in the thread, and Node warns of
 * eleven.
 */
const TARGETS_A_THREAD = 8;

/** Threads that go on when a target has been judged. */
export interface SharedThreads {
  readonly pool: PoolRunnerInitializer;
  /** Ends those that wait for another target, and the others when they have judged theirs. */
  readonly close: () => Promise<void>;
}

/** The threads that wait; closed, none may any more. */
interface Waiting {
  readonly threads: Thread[];
  closed: boolean;
}

/** A thread, and what it may still do. */
interface Thread {
  readonly worker: ThreadsPoolWorker;
  readonly targetsLeft: number;
}

/**
 * A pool of threads for vitest. Its own gives every project a new thread, even without isolation, and starting one (Node,
 * vitest, the engine) takes more of the processor's time than most targets.
 */
export function shareThreads(): SharedThreads {
  const waiting: Waiting = { threads: [], closed: false };
  return {
    pool: { name: 'shared threads', createPoolWorker: (options) => borrowedThread(waiting, options) },
    close: async () => {
      waiting.closed = true;
      await Promise.all(waiting.threads.splice(0).map(({ worker }) => worker.stop()));
    },
  };
}

/** One target's use of a thread. A thread that vitest does not ask to stop before it stops it is stuck, and ends. */
function borrowedThread(waiting: Waiting, options: PoolOptions): PoolWorker {
  const listeners: (readonly [string, (argument: unknown) => void])[] = [];
  let thread: Thread | undefined;
  let asked = false;
  const current = (): Thread => {
    if (thread === undefined) throw new Error('the thread was not started');
    return thread;
  };
  return {
    name: 'shared threads',
    start: async () => {
      thread = waiting.threads.pop();
      if (thread !== undefined) return;
      thread = { worker: new ThreadsPoolWorker(options), targetsLeft: TARGETS_A_THREAD };
      await thread.worker.start();
    },
    on: (event, callback) => {
      listeners.push([event, callback]);
      current().worker.on(event, callback);
    },
    off: (event, callback) => current().worker.off(event, callback),
    send: (message) => {
      if (message.type !== 'stop') return current().worker.send(message);
      asked = true;
      const stopped = { type: 'stopped', __vitest_worker_response__: true };
      for (const [event, callback] of listeners) if (event === 'message') callback(stopped);
    },
    deserialize: (data) => current().worker.deserialize(data),
    stop: async () => {
      const { worker, targetsLeft } = current();
      for (const [event, callback] of listeners.splice(0)) worker.off(event, callback);
      const goesOn = asked && targetsLeft > 1 && !waiting.closed;
      if (goesOn) waiting.threads.push({ worker, targetsLeft: targetsLeft - 1 });
      else await worker.stop();
    },
  };
}
