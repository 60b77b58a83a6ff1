import { closeSync, constants, fstatSync, openSync, readdirSync, rmdirSync, type Stats, unlinkSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { errorCode } from '../contracts/errors.ts';
import { lookAt } from './look-at.ts';

/**
 * Removing what a program could exchange for a link meanwhile (CWE-367). Each folder is held by a handle while something in
 * it is removed, and no name is followed. Linux tells a handle's folder under `/proc/self/fd`; elsewhere the paths must do,
 * and each is looked at just before.
 */

/** Folders within each other that are gone into: a handle is open for each. */
const DEPTH = 128;

/** A folder that is held: its handle, and how its entries are reached. */
interface Held {
  readonly handle: number;
  readonly place: Buffer;
}

/** Entries that are removed before everything else in the thread has its turn: a program may have stored any number of them. */
const ENTRIES_A_TURN = 100;

/**
 * Removes a file, a link itself, or a folder with all that is in it. Resolves to the names of what is left there, none where
 * all is gone. A folder of another file system, which somebody has mounted, is left.
 */
export async function removeTree(folder: string, name: string): Promise<readonly string[]> {
  const removal = removing(folder, name);
  for (let entries = 1; ; entries += 1) {
    const step = removal.next();
    if (step.done === true) return step.value;
    if (entries % ENTRIES_A_TURN === 0) await turn();
  }
}

/** The same at once, of a process that exits and waits for nothing. */
export function removeTreeAtOnce(folder: string, name: string): readonly string[] {
  const removal = removing(folder, name);
  for (;;) {
    const step = removal.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Removes one file or link below a folder; the folders on the way to it are not followed where they are links. `mayGo` looks
 * at it just before. False where it is left: it is a folder, may not go, or the way to it is another one by now.
 */
export function removeFile(folder: string, path: readonly string[], mayGo: (found: Stats) => boolean): boolean {
  const [name, ...rest] = path.toReversed();
  if (name === undefined || path.some((part) => part === '' || part === '.' || part === '..')) return false;
  const held: Held[] = [];
  try {
    const top = holdFolder(Buffer.from(folder), 0);
    if (top === undefined) return true;
    held.push(top);
    for (const part of rest.toReversed()) {
      const next = holdFolder(below(held.at(-1) ?? top, Buffer.from(part)), constants.O_NOFOLLOW);
      if (next === undefined) return errorsAreAbsence(held.at(-1) ?? top, part);
      held.push(next);
    }
    return unlinked(below(held.at(-1) ?? top, Buffer.from(name)), mayGo);
  } finally {
    for (const { handle } of held) closeSync(handle);
  }
}

/** What tells a file from all others of this machine, whatever their names. */
export function identityOf({ dev, ino }: Pick<Stats, 'dev' | 'ino'>): string {
  return `${dev}:${ino}`;
}

/** Whether two looks have seen the same file. */
export function isSameFile(one: Pick<Stats, 'dev' | 'ino'>, other: Pick<Stats, 'dev' | 'ino'>): boolean {
  return identityOf(one) === identityOf(other);
}

/** What goes on in steps of one entry each, and returns what is left. */
type Removal<Left> = Generator<undefined, readonly Left[], undefined>;

function* removing(folder: string, name: string): Removal<string> {
  const top = holdFolder(Buffer.from(folder), 0);
  if (top === undefined) return [];
  try {
    const left = yield* removeEntry(top, Buffer.from(name), DEPTH);
    return left.map((path) => path.toString());
  } finally {
    closeSync(top.handle);
  }
}

function* removeEntry(folder: Held, name: Buffer, depth: number): Removal<Buffer> {
  yield;
  const path = below(folder, name);
  const found = look(path);
  if (found === undefined) return [];
  if (!found.isDirectory()) return unlinked(path, () => true) ? [] : [name];
  const held = depth === 0 ? undefined : holdFolder(path, constants.O_NOFOLLOW);
  if (held === undefined) return look(path) === undefined ? [] : [name];
  try {
    if (fstatSync(held.handle).dev !== fstatSync(folder.handle).dev) return [name];
    for (const entry of entriesOf(held)) yield* removeEntry(held, entry, depth - 1);
  } finally {
    closeSync(held.handle);
  }
  return attempt(() => rmdirSync(path)) ? [] : [name];
}

function unlinked(path: Buffer, mayGo: (found: Stats) => boolean): boolean {
  const found = look(path);
  if (found === undefined) return true;
  return !found.isDirectory() && mayGo(found) && attempt(() => unlinkSync(path));
}

/** Undefined where it is no folder, or cannot be opened. */
function holdFolder(path: Buffer, flags: number): Held | undefined {
  try {
    const handle = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | flags);
    const place = process.platform === 'linux' ? Buffer.from(`/proc/self/fd/${handle}`) : path;
    return { handle, place };
  } catch {
    return undefined;
  }
}

/** Names are octets: a program may give one that is no UTF-8. */
function entriesOf({ place }: Held): readonly Buffer[] {
  try {
    return readdirSync(place, { encoding: 'buffer' });
  } catch {
    return [];
  }
}

function below({ place }: Held, name: Buffer): Buffer {
  return Buffer.concat([place, Buffer.from('/'), name]);
}

function look(path: Buffer): Stats | undefined {
  try {
    return lookAt(path);
  } catch {
    return undefined;
  }
}

/** Nothing of that name is nothing to remove; a link or a file in a folder's place is. */
function errorsAreAbsence(folder: Held, name: string): boolean {
  return look(below(folder, Buffer.from(name))) === undefined;
}

/** Whether it is done, or was done by somebody else. */
function attempt(change: () => void): boolean {
  try {
    change();
    return true;
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}
