import type { Output } from './observer.ts';

/**
 * What is known of how a program's output is buffered: `no`, its environment forbids it; `lines`, it is a terminal, to which
 * most runtimes write line by line; `told not to`, the environment forbids it to runtimes that it does not have; `unknown`.
 */
export type Buffering = 'no' | 'lines' | 'told not to' | 'unknown';

/** What the processes of a group use and hold, together. */
export interface ProcessUse {
  /** Processor time so far in milliseconds, that of children which have ended included. */
  readonly processorMs: number;
  /** Open descriptors: files, sockets, pipes. */
  readonly descriptors: number;
  readonly threads: number;
  readonly processes: number;
}

/** A process that the harness launched. */
export interface LaunchedProcess {
  readonly pid: number;
  readonly output: Output;
  /** Resolves when the process itself has ended; what it has started may run on, and print. */
  readonly exited: Promise<ProcessEnd>;
  /** Resolves when the process has ended and what it printed has been read. */
  readonly ended: Promise<ProcessEnd>;
  /** The end if it is over, else undefined. */
  readonly end: () => ProcessEnd | undefined;
  /** The process ids of all that it has started and that still runs, also outside of its group, as a daemon does. None where the system does not tell. */
  readonly leftRunning: () => readonly number[];
  /** Whether a thread of it, or of a descendant, runs or is about to; undefined where the system does not tell. */
  readonly isBusy: () => boolean | undefined;
  readonly buffering: () => Buffering;
  /** Writes to its standard input, or closes that; of a program that was launched with one. */
  readonly type: (text: string) => void;
  readonly closeInput: () => void;
  /** Peak resident memory in octets of the process group by pid; empty where the system does not tell. */
  readonly peakMemory: () => ReadonlyMap<number, number>;
  /** What its process group uses and holds now; undefined where the group is gone, or the system does not tell (Linux does). */
  readonly use: () => ProcessUse | undefined;
  /** Which limits of its sandbox it has met so far, each in one sentence; none without a sandbox. */
  readonly limitsMet?: () => readonly string[];
  /** Sends a signal to the whole process group. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Ends the whole process group: SIGTERM, then SIGKILL after a grace time. */
  readonly stop: () => Promise<void>;
}

/** How a launched process ended; status and signal are kept apart: one of the two is null. */
export interface ProcessEnd {
  readonly status: number | null;
  readonly signal: string | null;
}
