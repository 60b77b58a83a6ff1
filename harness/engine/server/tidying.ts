import type { Stats } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Listing, MadeByCase, Storage } from '../../contracts/observer.ts';
import { isSince } from '../../observers/stored-removal.ts';
import { tellLeft } from '../../processes/left-behind.ts';
import { lookAt } from '../../processes/look-at.ts';
import { isSameFile, removeFile } from '../../processes/removal.ts';

/** What is known of the files of one case. */
export interface CaseFiles {
  /** What stood in the store when the case began, and when that was, in milliseconds of the wall clock. */
  readonly before: Listing;
  readonly since: number;
  /** What the names of the case's files begin with. */
  readonly nonce: string;
  /** Names that the case has used, and what it has sent under them where that is known. */
  readonly ignored: ReadonlySet<string>;
  readonly sent: ReadonlyMap<string, { readonly pieces: () => Iterable<Uint8Array> }>;
}

/** Removes what a case has left in a store, and nothing that others have put there meanwhile. */
export async function tidy(storage: Storage, { before, since, nonce, ignored, sent }: CaseFiles): Promise<void> {
  if (!storage.lists) return;
  // The folder of an IUT that was ended is gone, and one that cannot be listed cannot be tidied.
  const now = await storage.list().catch((): Listing => ({ files: [], isAll: true }));
  const stood = new Set(before.files.map(({ name }) => name));
  const others = new Set(before.files.map(({ identity }) => identity));
  const listed = now.files.map(({ name }) => name).filter((name) => ignored.has(name) || name.includes(nonce));
  const names = new Set([...listed, ...(now.isAll ? [] : [...ignored, ...sent.keys()])]);
  const madeAs = (name: string): MadeByCase => {
    // Where not all is known that stood there, what somebody else has under such a name may hold the same.
    const file = before.isAll ? sent.get(name) : undefined;
    return {
      others,
      ...(name.includes(nonce) ? { since } : {}),
      ...(file === undefined ? {} : { contents: file.pieces() }),
    };
  };
  const ours = [...names].filter((name) => !stood.has(name));
  await Promise.all(ours.map((name) => storage.remove(name, madeAs(name))));
}

/** Whether a file has come to an absolute path since then; it must not stay. */
export function takeAway(path: string, since: number): boolean {
  const found = look(path);
  if (found === undefined || !isSince(found, since)) return false;
  if (!removeFile(dirname(path), [basename(path)], (there) => isSameFile(there, found))) tellLeft(path);
  return true;
}

function look(path: string): Stats | undefined {
  try {
    return lookAt(path);
  } catch {
    return undefined;
  }
}
