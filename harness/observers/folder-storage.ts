import { createReadStream } from 'node:fs';
import { readdir, stat, statfs } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { errorCode, errorText } from '../contracts/errors.ts';
import { ObserverFailed, type Storage, type StoredAs, type StoredFile } from '../contracts/observer.ts';
import { comparePieces } from './compare.ts';
import { storedRemoval } from './stored-removal.ts';

/** Observes `storage` in a folder of this machine (`--store`, a mount, or the one a launched IUT was given). */
export function folderStorage(dir: string): Storage {
  const { note, remove } = storedRemoval(dir);
  return {
    description: `folder ${dir}`,
    lists: true,
    list: () => {
      note();
      return listTree(dir).catch((error: unknown) => unseen(`the folder ${dir} cannot be listed`, error));
    },
    room: () => roomIn(dir),
    compare: (name, contents) => compareFile(join(dir, name), contents),
    remove: async (name) => remove(name),
  };
}

/** Every file below a folder, with `/` between folders. A file that vanishes while it is looked at is left out. */
export async function listTree(dir: string): Promise<readonly StoredFile[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  const listed = await Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const found = await stat(path).catch(() => undefined);
      const name = relative(dir, path).split(sep).join('/');
      return found === undefined ? [] : [{ name, octets: found.size }];
    }),
  );
  return listed.flat();
}

/** What the system says where no file of that name is there, or can be: a NUL is an invalid argument to Node. */
const noFile: ReadonlySet<string | undefined> = new Set([
  'ENOENT',
  'EISDIR',
  'ENOTDIR',
  'ENAMETOOLONG',
  'ERR_INVALID_ARG_VALUE',
]);

/** Compares a file on disk piece by piece; neither side is ever held whole. */
export async function compareFile(path: string, contents: Iterable<Uint8Array>): Promise<StoredAs> {
  try {
    return await comparePieces(createReadStream(path), contents);
  } catch (error) {
    if (noFile.has(errorCode(error))) return { kind: 'absent' };
    return unseen('what is stored cannot be read', error);
  }
}

/** A system that lets nobody look is no fault of the IUT. */
function unseen(what: string, error: unknown): never {
  if (errorCode(error) === undefined) throw error;
  throw new ObserverFailed(`${what}: ${errorText(error)}`);
}

/** Octets that the file system of a folder still takes; undefined where it does not tell. */
async function roomIn(dir: string): Promise<number | undefined> {
  const found = await statfs(dir).catch(() => undefined);
  return found === undefined ? undefined : found.bavail * found.bsize;
}
