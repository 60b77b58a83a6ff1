import { readdirSync } from 'node:fs';
import type { ProcessUse } from '../contracts/process.ts';
import { membersOfGroup } from './group.ts';
import type { Numbering } from './numbering.ts';
import { statFields } from './stat-fields.ts';

/** A tick of proc_pid_stat(5), in milliseconds: Linux tells programs of 100 a second, whatever the kernel itself counts in. */
const TICK_MS = 10;

/** utime, stime, and the same of children that were waited for, as `statFields` counts. */
const PROCESSOR_TICKS = [11, 12, 13, 14] as const;

/** `statFields`: the state; of a process that has ended and was not waited for it is Z. */
const STATE = 0;

/** What the processes of a group use and hold. Undefined where the group is gone, or there is no `/proc`. */
export function useOfGroup(group: number, since?: Numbering): ProcessUse | undefined {
  const members = membersOfGroup(group, since).flatMap((pid) => useOf(pid) ?? []);
  if (members.length === 0) return undefined;
  const total = (key: keyof ProcessUse): number => members.reduce((sum, member) => sum + member[key], 0);
  return {
    processorMs: total('processorMs'),
    descriptors: total('descriptors'),
    threads: total('threads'),
    processes: total('processes'),
  };
}

/** One that has ended holds no descriptor any more; it counts as a process until its parent has waited for it. */
function useOf(pid: number): ProcessUse | undefined {
  const fields = statFields(pid);
  if (fields === undefined) return undefined;
  const ticks = PROCESSOR_TICKS.reduce((sum, field) => sum + Number(fields[field]), 0);
  const hasEnded = fields[STATE] === 'Z';
  return {
    processorMs: ticks * TICK_MS,
    descriptors: hasEnded ? 0 : entries(`/proc/${pid}/fd`),
    threads: hasEnded ? 0 : entries(`/proc/${pid}/task`),
    processes: 1,
  };
}

/** How many entries a folder has; none where it cannot be read: processes come and go. */
function entries(folder: string): number {
  try {
    return readdirSync(folder).length;
  } catch {
    return 0;
  }
}
