import { readFileSync } from 'node:fs';

/**
 * What proc_pid_stat(5) tells of a process, from its state on: field 3 there is the first here. The name before it may hold
 * anything, brackets and blanks too. Undefined where there is no such process, or the system does not tell (Linux does).
 */
export function statFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
