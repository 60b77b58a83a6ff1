import { kernelFile } from './kernel-file.ts';

/**
 * What proc_pid_stat(5) tells of a process, from its state on: field 3 there is the first here. The name before it may hold
 * anything, brackets and blanks too. Undefined where there is no such process, or the system does not tell (Linux does).
 */
export function statFields(pid: number): readonly string[] | undefined {
  const stat = kernelFile(`/proc/${pid}/stat`);
  return stat === '' ? undefined : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
