import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';

/** Where iproute2 keeps the names of network namespaces. */
const NAMES = '/run/netns';

/** Names of the lab: whose process made it, when that process was started, which lab of it, which part of the lab. */
const NAME = /^sockspec-(?<pid>\d+)-(?<started>\d+)-[0-9a-f]+-[a-z]+$/;

/** Makes the front of all names of one new lab of this process. */
export function ownedPrefix(): string {
  return `sockspec-${process.pid}-${startOf(process.pid) ?? 0}-${randomBytes(4).toString('hex')}`;
}

/** Namespaces of labs whose process is gone. Whatever has another kind of name is somebody else's. */
export async function orphans(): Promise<readonly string[]> {
  const names = await readdir(NAMES).catch(() => []);
  return names.filter((name) => {
    const { pid, started } = NAME.exec(name)?.groups ?? {};
    return pid !== undefined && startOf(Number(pid)) !== started;
  });
}

/** When a process was started, in clock ticks since the machine was: with it a pid is never taken for an earlier one's. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program may hold anything, so fields are counted from behind it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
