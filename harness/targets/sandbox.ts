import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeOwnFolder, removeOwnFolder } from '../processes/own-folders.ts';

/** Folders of the harness's own for one launched IUT. */
export interface Sandbox {
  /** The top: its whole tree is ours, so that a file that escaped from `dir` is seen. */
  readonly root: string;
  /** Where the IUT stores, two levels below `root`. */
  readonly dir: string;
  readonly remove: () => Promise<void>;
}

/** Makes a fresh sandbox. */
export async function makeSandbox(): Promise<Sandbox> {
  const root = await makeOwnFolder('iut');
  const dir = join(root, 'outer', 'store');
  await mkdir(dir, { recursive: true });
  return { root, dir, remove: () => removeOwnFolder(root) };
}
