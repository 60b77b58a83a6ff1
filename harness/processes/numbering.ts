import { kernelFile, processIds } from './kernel-file.ts';

/** Where the kernel's numbering of processes and threads stood at a moment. */
export interface Numbering {
  /** The id that was given last. */
  readonly last: number;
  /** How many processes and threads have begun since the machine did: at least as many as ids were given here. */
  readonly begun: number;
}

/**
 * Ids that the kernel may pass by beside those that it gives: those in use when it begins anew at the smallest, and the 300 below
 * them. More, and programs could not be begun: then nobody knows how often it began anew.
 */
const PASSED_BY = 4096;

/** Where the numbering stands now. Undefined where the kernel does not tell (Linux with CONFIG_CHECKPOINT_RESTORE does). */
export function numberingNow(): Numbering | undefined {
  const last = Number(kernelFile('/proc/sys/kernel/ns_last_pid'));
  const begun = Number(/^processes (\d+)$/m.exec(kernelFile('/proc/stat'))?.[1] ?? 0);
  return last > 0 && begun > 0 ? { last, begun } : undefined;
}

/**
 * The ids of all processes that may have begun since: those that the kernel has given in between, which are few, so that
 * nobody has to look into hundreds that were there before. All processes there are where that is not certain.
 */
export function processesSince(then: Numbering | undefined): readonly number[] {
  // What begins after this list is made has an id that is given later.
  const ids = processIds();
  const now = then === undefined ? undefined : numberingNow();
  return then === undefined || now === undefined ? ids : idsBetween(ids, then, now, largestId());
}

/** Those of these ids that were given between two moments; all where the numbering may have begun anew more than once. */
export function idsBetween(
  ids: readonly number[],
  then: Numbering,
  now: Numbering,
  largest: number,
): readonly number[] {
  const behind = (id: number): number => (id - then.last + largest) % largest;
  const begun = now.begun - then.begun;
  const passed = behind(now.last);
  if (begun + PASSED_BY > largest / 2 || passed > begun + PASSED_BY) return ids;
  return ids.filter((id) => behind(id) > 0 && behind(id) <= passed);
}

function largestId(): number {
  return Number(kernelFile('/proc/sys/kernel/pid_max'));
}
