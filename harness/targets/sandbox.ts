import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders of the harness's own for one launched IUT. */
export interface Sandbox {
  /** The top: its whole tree is ours, so that a file that escaped from `dir` is seen. */
  readonly root: string;
  /** Where the IUT stores, two levels below `root`. */
  readonly dir: string;
  readonly remove: () => Promise<void>;
}

/** Makes a fresh sandbox; its path has a space in it, as a user's may. */
export async function makeSandbox(): Promise<Sandbox> {
  const root = await mkdtemp(join(tmpdir(), 'sockspec iut-'));
  const dir = join(root, 'outer', 'store');
  await mkdir(dir, { recursive: true });
  return { root, dir, remove: () => rm(root, { recursive: true, force: true }) };
}
