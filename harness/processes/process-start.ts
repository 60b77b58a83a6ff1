import { readlinkSync } from 'node:fs';
import { statFields } from './stat-fields.ts';

/**
 * When a process was started, in clock ticks since the machine was; with it a process id is never taken for an earlier
 * one's. Undefined where there is no such process, or the system does not tell (Linux does).
 */
export function processStart(pid: number): string | undefined {
  return statFields(pid)?.[19];
}

/** The namespace of this process's ids, a number; 0 where the system does not tell. Containers may share a folder, and not ids. */
export function processNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}
