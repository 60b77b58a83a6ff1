import { lstat, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processNamespace, processStart } from '../processes/process-start.ts';

/** Folders of the harness's own for one launched IUT. */
export interface Sandbox {
  /** The top: its whole tree is ours, so that a file that escaped from `dir` is seen. */
  readonly root: string;
  /** Where the IUT stores, two levels below `root`. */
  readonly dir: string;
  readonly remove: () => Promise<void>;
}

/** Names of sandboxes: the namespace of process ids, whose process made it, when that was started, and letters. */
const NAME = /^sockspec iut-(?<namespace>\d+)-(?<pid>\d+)-(?<started>\d+)-\w{6}$/;

/** A program that has just been ended may have made a file while its folder was removed; each try waits 100 ms longer. */
const RETRIES = 3;

/** Makes a fresh sandbox; its path has a space in it, as a user's may. */
export async function makeSandbox(): Promise<Sandbox> {
  const root = await mkdtemp(join(tmpdir(), `sockspec iut-${ownerName()}-`));
  const dir = join(root, 'outer', 'store');
  await mkdir(dir, { recursive: true });
  return { root, dir, remove: () => rm(root, { recursive: true, force: true, maxRetries: RETRIES }) };
}

/** Removes the sandboxes that this process has made: those of a thread that was ended are removed by nobody else. */
export async function removeOwn(): Promise<void> {
  const own = `sockspec iut-${ownerName()}-`;
  for (const name of await readdir(tmpdir()).catch(() => []))
    if (name.startsWith(own)) await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => undefined);
}

/** This process, as the names of its sandboxes tell it. */
function ownerName(): string {
  return `${processNamespace()}-${process.pid}-${processStart(process.pid) ?? 0}`;
}

/**
 * Removes the sandboxes of runs that were killed: nobody else can. Those of other users and containers, and of runs that go
 * on, stay. Linux only: elsewhere the system does not tell whether a process is still the one that made it.
 */
export async function removeOrphans(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const { namespace, pid, started } = NAME.exec(name)?.groups ?? {};
    if (namespace !== processNamespace() || namespace === '0' || processStart(Number(pid)) === started) continue;
    const folder = join(tmpdir(), name);
    const there = await lstat(folder).catch(() => undefined);
    if (there?.isDirectory() !== true || there.uid !== process.getuid?.()) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
