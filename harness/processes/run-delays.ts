import { AsyncLocalStorage } from 'node:async_hooks';
import { kernelFile } from './kernel-file.ts';
import { threadsOf } from './threads.ts';

/** How long programs were held up by this machine: runnable without a processor, or with output that the harness had not read. */
export interface RunDelays {
  /** Looks at a process and its descendants until the returned function is called. */
  readonly watch: (pid: number) => () => void;
  /**
   * The same of a process that brings to the harness what a program prints. While that is at work, the program may have to
   * wait to print, and what it has printed is not there: the time in which it runs counts as that in which it waits.
   */
  readonly watchDrain: (pid: number) => () => void;
  /** Milliseconds since this was last asked: of the thread that was held up longest. 0 where the kernel does not tell. */
  readonly takeMs: () => number;
}

/**
 * Reads how long threads ran and waited for a processor: the first two numbers of `/proc/PID/task/TID/schedstat`, in
 * nanoseconds (Linux). A thread that began since the last look counts from its beginning.
 */
export function runDelays(root = '/proc'): RunDelays {
  const [programs, drains] = [watchList(), watchList()];
  let before = new Map<string, number>();
  const threads = (): Map<string, number> => {
    const found = new Map<string, number>();
    for (const pid of programs.pids()) readThreads(root, pid, ([, waited = 0]) => waited, found);
    for (const pid of drains.pids()) readThreads(root, pid, ([ran = 0, waited = 0]) => ran + waited, found);
    return found;
  };
  return {
    watch: programs.add,
    watchDrain: drains.add,
    takeMs: () => {
      if (programs.isEmpty() && drains.isEmpty() && before.size === 0) return 0;
      const now = threads();
      let longest = 0;
      for (const [thread, held] of now) longest = Math.max(longest, held - (before.get(thread) ?? 0));
      before = now;
      return longest / 1e6;
    },
  };
}

/** Processes that are watched, each until all who watch it have called the function that `add` returned to them. */
function watchList() {
  const users = new Map<number, number>();
  return {
    pids: () => users.keys(),
    isEmpty: () => users.size === 0,
    add: (pid: number): (() => void) => {
      users.set(pid, (users.get(pid) ?? 0) + 1);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        const left = (users.get(pid) ?? 1) - 1;
        if (left === 0) users.delete(pid);
        else users.set(pid, left);
      };
    },
  };
}

/** Nanoseconds for which each thread of a process and of its descendants was held up so far, by the thread's place in `/proc`. */
function readThreads(
  root: string,
  pid: number,
  heldUp: (schedstat: readonly number[]) => number,
  found: Map<string, number>,
): void {
  for (const place of threadsOf(root, pid)) {
    const schedstat = kernelFile(`${place}/schedstat`).split(' ').map(Number);
    const held = heldUp(schedstat);
    if (schedstat.length > 1 && Number.isFinite(held)) found.set(place, held);
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
