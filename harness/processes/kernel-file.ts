import { readdirSync, readFileSync } from 'node:fs';

/**
 * The text of a file that the kernel makes up when it is read (proc(5)); empty where it cannot be read: processes come and
 * go. It is read at once: no disk is waited for, and a thread of the pool costs more than the read.
 */
export function kernelFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A table of sockets (`tcp`, `udp6`) of the process's network namespace, else of ours; empty where the kernel has none. */
export function networkTable(table: string, pid: number | undefined): string {
  const own = pid === undefined ? '' : kernelFile(`/proc/${pid}/net/${table}`);
  return own === '' ? kernelFile(`/proc/net/${table}`) : own;
}

/** The ids of all processes; none where there is no `/proc`. */
export function processIds(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
