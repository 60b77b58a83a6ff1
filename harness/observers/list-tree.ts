import { lstat, opendir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { errorCode } from '../contracts/errors.ts';
import type { Listing, StoredFile } from '../contracts/observer.ts';
import { identityOf } from '../processes/removal.ts';

/** Entries below a folder that are looked through: a program may fill it with any number of them, and each case looks again. */
export const MOST_ENTRIES = 10_000;

/** Files that are looked at at a time. */
const AT_A_TIME = 1000;

/** How a folder is listed. */
export interface ListOptions {
  /** A folder below it into which nobody looks. */
  readonly but?: string;
  /** Entries that are looked through, at most. */
  readonly most?: number;
}

/**
 * Every file below a folder, with `/` between folders; of too many files and folders some, those at the top before those below.
 * A file or folder that vanishes while it is looked at is left out. Rejects where the folder cannot be read.
 */
export async function listTree(dir: string, { but, most = MOST_ENTRIES }: ListOptions = {}): Promise<Listing> {
  const { paths, isAll } = await pathsBelow(dir, most, but);
  const files: StoredFile[] = [];
  for (let from = 0; from < paths.length; from += AT_A_TIME) {
    const some = paths.slice(from, from + AT_A_TIME).map(async (path) => {
      const own = await lstat(path).catch(() => undefined);
      const found = own?.isSymbolicLink() === true ? await stat(path).catch(() => undefined) : own;
      const name = relative(dir, path).split(sep).join('/');
      return own === undefined || found === undefined ? [] : [{ name, octets: found.size, identity: identityOf(own) }];
    });
    files.push(...(await Promise.all(some)).flat());
  }
  return { files, isAll };
}

/** Paths of all that is no folder, and whether these are all. */
async function pathsBelow(
  top: string,
  most: number,
  but?: string,
): Promise<{ readonly paths: readonly string[]; readonly isAll: boolean }> {
  const paths: string[] = [];
  const folders = [top];
  let entries = 0;
  // The list grows while it is gone through.
  for (const folder of folders) {
    const opened = await opendir(folder).catch((error: unknown) => {
      if (folder !== top && errorCode(error) === 'ENOENT') return [];
      throw error;
    });
    for await (const entry of opened) {
      entries += 1;
      if (entries > most) return { paths, isAll: false };
      const path = join(folder, entry.name);
      if (path !== but) (entry.isDirectory() ? folders : paths).push(path);
    }
  }
  return { paths, isAll: true };
}
