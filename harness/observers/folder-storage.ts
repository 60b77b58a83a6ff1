import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from '../contracts/observer.ts';
import { listTree } from './list-tree.ts';
import { compareFile, unseen } from './stored-file.ts';
import { storedRemoval } from './stored-removal.ts';

/** Observes `storage` in a folder of this machine (`--store`, a mount, or the one a launched IUT was given). */
export function folderStorage(dir: string): Storage {
  return {
    description: `folder ${dir}`,
    lists: true,
    list: () => listTree(dir).catch((error: unknown) => unseen(`the folder ${dir} cannot be listed`, error)),
    room: () => roomIn(dir),
    compare: (name, contents) => compareFile(join(dir, name), contents),
    remove: storedRemoval(dir),
  };
}

/** Octets that the file system of a folder still takes; undefined where it does not tell. */
async function roomIn(dir: string): Promise<number | undefined> {
  const found = await statfs(dir).catch(() => undefined);
  return found === undefined ? undefined : found.bavail * found.bsize;
}
