import { readFileSync, readlinkSync } from 'node:fs';

/**
 * When a process was started, in clock ticks since the machine was; with it a process id is never taken for an earlier
 * one's. Undefined where there is no such process, or the system does not tell (Linux does).
 */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program may hold anything, so fields are counted from behind it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/** The namespace of this process's ids, a number; 0 where the system does not tell. Containers may share a folder, and not ids. */
export function processNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}
