import { AsyncLocalStorage } from 'node:async_hooks';
import { availableParallelism } from 'node:os';
import { kernelFile } from './kernel-file.ts';
import { isRunnable, threadsOf } from './threads.ts';

/** How long programs were held up by this machine: runnable without a processor, or with output that the harness had not read. */
export interface RunDelays {
  /** Looks at a process and its descendants until the returned function is called. */
  readonly watch: (pid: number) => () => void;
  /**
   * The same of a process that brings to the harness what a program prints. While that is at work, the program may have to
   * wait to print, and what it has printed is not there: the time in which it runs counts as that in which it waits.
   */
  readonly watchDrain: (pid: number) => () => void;
  /**
   * Milliseconds since this was last asked: of the thread that was held up longest. A thread that waits for others of its own
   * program is not held up by this machine: of its waiting the part does not count for which those kept the processors
   * busy, and nothing of it where more than `CROWD` of them are runnable. 0 where the kernel does not tell.
   */
  readonly takeMs: () => number;
  /** Which part of the time of all processors, up to when `takeMs` was last asked, the programs ran for: 0 to 1. All of it where one is a crowd. */
  readonly ownPart: () => number;
}

/** What a thread has done so far, in nanoseconds. */
interface Times {
  readonly ran: number;
  readonly waited: number;
}

/** A thread, by its place in `/proc`. */
type Thread = readonly [place: string, times: Times];

/**
 * A program of which more threads than these are runnable at a time has itself to wait for: it would wait as long on an idle
 * machine. Suites have some sixty clients at a time.
 */
export const CROWD = 100;

const NONE: Times = { ran: 0, waited: 0 };

/** What the times are compared with. */
interface Machine {
  /** Milliseconds since some moment. */
  readonly nowMs: () => number;
  readonly processors: number;
}

const thisMachine: Machine = { nowMs: () => performance.now(), processors: availableParallelism() };

/**
 * Reads how long threads ran and waited for a processor: the first two numbers of `/proc/PID/task/TID/schedstat`, in
 * nanoseconds (Linux). A thread that began since the last look counts from its beginning.
 */
export function runDelays(root = '/proc', { nowMs, processors } = thisMachine): RunDelays {
  const [programs, drains] = [watchList(), watchList()];
  let before = new Map<string, Times>();
  let askedAt = nowMs();
  let ownPart = 0;
  return {
    watch: programs.add,
    watchDrain: drains.add,
    takeMs: () => {
      if (programs.isEmpty() && drains.isEmpty() && before.size === 0) return 0;
      const at = nowMs();
      const window = (at - askedAt) * 1e6;
      askedAt = at;
      const read = (pids: Iterable<number>) => [...pids].map((pid) => readThreads(root, pid));
      const sinceThen = (threads: readonly Thread[]): readonly Times[] =>
        threads.map(([place, times]) => since(times, before.get(place)));
      const [ofPrograms, ofDrains] = [read(programs.pids()), read(drains.pids())];
      const work = ofPrograms.map(sinceThen);
      const crowded = ofPrograms.map(isCrowd);
      const held = [
        ...work.flatMap((threads, index) => (crowded[index] === true ? [] : heldUp(threads, window, processors))),
        ...ofDrains.flatMap(sinceThen).map(({ ran, waited }) => ran + waited),
      ];
      before = new Map([...ofPrograms, ...ofDrains].flat());
      ownPart = crowded.includes(true) ? 1 : partOf(ranBy(work.flat()), window * processors);
      return Math.max(0, ...held) / 1e6;
    },
    ownPart: () => ownPart,
  };
}

function since({ ran, waited }: Times, before = NONE): Times {
  return { ran: ran - before.ran, waited: waited - before.waited };
}

function ranBy(threads: readonly Times[]): number {
  return threads.reduce((sum, { ran }) => sum + ran, 0);
}

/**
 * How long each thread of a program was held up by others than its own within so many nanoseconds. The kernel tells of a wait
 * when it is over: it may have begun before.
 */
function heldUp(threads: readonly Times[], window: number, processors: number): readonly number[] {
  const all = ranBy(threads);
  return threads.map(({ ran, waited }) => Math.min(waited, window) * (1 - partOf(all - ran, window * processors)));
}

/** Few programs have so many threads: of the others no state is read. */
function isCrowd(threads: readonly Thread[]): boolean {
  return threads.length > CROWD && threads.filter(([place]) => isRunnable(place)).length > CROWD;
}

function partOf(ran: number, capacity: number): number {
  return capacity > 0 ? Math.min(1, ran / capacity) : 0;
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

/** What each thread of a process and of its descendants has done so far. */
function readThreads(root: string, pid: number): readonly Thread[] {
  return threadsOf(root, pid).flatMap((place) => {
    const [ran = Number.NaN, waited = Number.NaN] = kernelFile(`${place}/schedstat`).split(' ').map(Number);
    return Number.isFinite(ran + waited) ? [[place, { ran, waited }] as const] : [];
  });
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
