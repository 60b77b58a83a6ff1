import { AsyncLocalStorage } from 'node:async_hooks';
import { kernelFile } from './kernel-file.ts';
import { threadsOf } from './threads.ts';

/** How long the threads of some processes were runnable without a processor. */
export interface RunDelays {
  /** Looks at a process and its descendants until the returned function is called. */
  readonly watch: (pid: number) => () => void;
  /** Milliseconds since this was last asked: of the thread that waited longest. 0 where the kernel does not tell. */
  readonly takeMs: () => number;
}

/**
 * Reads how long threads waited for a processor: the second number of `/proc/PID/task/TID/schedstat`, in nanoseconds (Linux).
 * A thread that began since the last look counts from its beginning.
 */
export function runDelays(root = '/proc'): RunDelays {
  const watched = new Map<number, number>();
  let before = new Map<string, number>();
  const threads = (): Map<string, number> => {
    const found = new Map<string, number>();
    for (const pid of watched.keys()) readThreads(root, pid, found);
    return found;
  };
  return {
    watch: (pid) => {
      watched.set(pid, (watched.get(pid) ?? 0) + 1);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        const users = (watched.get(pid) ?? 1) - 1;
        if (users === 0) watched.delete(pid);
        else watched.set(pid, users);
      };
    },
    takeMs: () => {
      if (watched.size === 0 && before.size === 0) return 0;
      const now = threads();
      let longest = 0;
      for (const [thread, waited] of now) longest = Math.max(longest, waited - (before.get(thread) ?? 0));
      before = now;
      return longest / 1e6;
    },
  };
}

/** Nanoseconds that each thread of a process and of its descendants has waited so far, by the thread's place in `/proc`. */
function readThreads(root: string, pid: number, found: Map<string, number>): void {
  for (const place of threadsOf(root, pid)) {
    const waited = Number(kernelFile(`${place}/schedstat`).split(' ')[1]);
    if (Number.isFinite(waited)) found.set(place, waited);
  }
}

/** What this thread has launched outside of any case that has programs of its own. */
const ofThread = runDelays();
const ofCase = new AsyncLocalStorage<RunDelays>();

/** What is launched here is looked at by these, from its launch to its end. */
export function delaysHere(): RunDelays {
  return ofCase.getStore() ?? ofThread;
}

/** Runs a case that launches a program of its own beside others: how long theirs wait is nothing to it. */
export function withDelaysOfItsOwn<Value>(work: () => Value, delays = runDelays()): Value {
  return ofCase.run(delays, work);
}
