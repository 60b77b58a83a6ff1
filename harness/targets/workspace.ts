import { lchownSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TargetMeans } from '../contracts/plan.ts';
import { makeOwnFolder, removeOwnFolder } from '../processes/own-folders.ts';
import { boundFolder, unboundFolder } from '../processes/sandbox/bounded-folder.ts';
import { isRealRoot, ownerOf } from '../processes/sandbox/words.ts';

/** Folders of the harness's own for one launched IUT. */
export interface Workspace {
  /** The top: its whole tree is ours, so that a file that escaped from `dir` is seen. */
  readonly root: string;
  /** Where the IUT stores, two levels below `root`. */
  readonly dir: string;
  readonly remove: () => Promise<void>;
}

/** Makes a fresh workspace. Of a program that is launched with `--sandbox` it is bounded in size, and belongs to it. */
export async function makeWorkspace(means?: TargetMeans): Promise<Workspace> {
  const root = await makeOwnFolder('iut');
  const dir = join(root, 'outer', 'store');
  const own = means?.kind === 'exec' ? means.sandbox : undefined;
  if (own !== undefined) await boundFolder(root, own);
  await mkdir(dir, { recursive: true });
  if (own !== undefined && isRealRoot()) {
    const { uid, gid } = ownerOf(own);
    for (const folder of [dirname(dir), dir]) lchownSync(folder, uid, gid);
  }
  const remove = async (): Promise<void> => {
    if (own !== undefined) await unboundFolder(root);
    await removeOwnFolder(root);
  };
  return { root, dir, remove };
}

/** The top of the workspace that a store lies in. */
export function rootOf(dir: string): string {
  return dirname(dirname(dir));
}
