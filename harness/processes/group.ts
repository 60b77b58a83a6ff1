import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessEnd } from '../contracts/process.ts';
import { kernelFile } from './kernel-file.ts';
import { type Numbering, processesSince } from './numbering.ts';
import { statFields } from './stat-fields.ts';

/** How long a process group may take to end after SIGTERM before SIGKILL ends it, in milliseconds. */
export const GRACE_MS = 500;

/** Ends a whole process group, or a grandchild would hold the pipe: politely first, then without asking. `pid` leads it. */
export async function endGroup(pid: number, ended: Promise<ProcessEnd>): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const grace = new AbortController();
  await Promise.race([
    groupGone(pid, ended),
    pause(GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined),
  ]);
  grace.abort();
  signalGroup(pid, 'SIGKILL');
  await ended;
}

/** The processes of a group, by their ids. Linux only; elsewhere empty. `since` is when its leader was yet to begin, where that is known. */
export function membersOfGroup(group: number, since?: Numbering): readonly number[] {
  return processesSince(since).filter((pid) => Number(statFields(pid)?.[2]) === group);
}

/** VmHWM of every process of the group, in octets, by pid. Linux only; elsewhere empty. */
export function peakMemoryOfGroup(group: number, since?: Numbering): ReadonlyMap<number, number> {
  const peaks = new Map<number, number>();
  for (const pid of membersOfGroup(group, since)) {
    const peak = /^VmHWM:\s+(\d+) kB/m.exec(kernelFile(`/proc/${pid}/status`));
    if (peak !== null) peaks.set(pid, Number(peak[1]) * 1024);
  }
  return peaks;
}

async function groupGone(pid: number, ended: Promise<ProcessEnd>): Promise<void> {
  await ended;
  const deadline = performance.now() + GRACE_MS;
  while (performance.now() < deadline && signalGroup(pid, 0)) await pause(5);
}

/** Sends a signal to a whole group; 0 asks whether it is there. False when there is no such group any more. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}
