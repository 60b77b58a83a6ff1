import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { processStart } from '../processes/process-start.ts';

/** Where iproute2 keeps the names of network namespaces. */
const NAMES = '/run/netns';

/** Names of the lab: whose process made it, when that process was started, which lab of it, which part of the lab. */
const NAME = /^sockspec-(?<pid>\d+)-(?<started>\d+)-[0-9a-f]+-[a-z]+$/;

/** Makes the front of all names of one new lab of this process. */
export function ownedPrefix(): string {
  return `sockspec-${process.pid}-${processStart(process.pid) ?? 0}-${randomBytes(4).toString('hex')}`;
}

/** Namespaces of labs whose process is gone. Whatever has another kind of name is somebody else's. */
export async function orphans(): Promise<readonly string[]> {
  const names = await readdir(NAMES).catch(() => []);
  return names.filter((name) => {
    const { pid, started } = NAME.exec(name)?.groups ?? {};
    return pid !== undefined && processStart(Number(pid)) !== started;
  });
}
