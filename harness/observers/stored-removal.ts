import { type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { MadeByCase, Storage } from '../contracts/observer.ts';
import { tellLeft } from '../processes/left-behind.ts';
import { lookAt } from '../processes/look-at.ts';
import { identityOf, isSameFile, removeFile } from '../processes/removal.ts';
import { compareFile } from './stored-file.ts';

/** File systems round their times down, FAT to 2 seconds. */
const ROUNDED_MS = 2000;

/**
 * How what cases have left is removed from a store, and nothing else. A store may be a user's folder, and the IUT may exchange
 * what is in it for links or move it while it is tidied.
 */
export function storedRemoval(dir: string): Storage['remove'] {
  const top = look(() => statSync(dir));
  return async (name, made) => {
    const path = join(dir, name);
    const found = look(() => lookAt(path));
    if (found === undefined) return;
    const now = look(() => statSync(dir));
    const isStill = top !== undefined && now !== undefined && isSameFile(top, now);
    const isRemoved =
      isStill &&
      (await isMade(path, found, made)) &&
      removeFile(dir, name.split('/'), (there) => isSameFile(there, found));
    if (!isRemoved) tellLeft(path);
  };
}

async function isMade(path: string, found: Stats, { others, since, contents }: MadeByCase): Promise<boolean> {
  if (others.has(identityOf(found))) return false;
  if (since !== undefined && isSince(found, since)) return true;
  return contents !== undefined && found.isFile() && (await isFrontOf(path, contents));
}

/**
 * Whether a file has come into being since then, by the earliest time that it has: being renamed, or linked, makes none
 * younger. Where no time of birth is kept, it is 0 or another of its times.
 */
export function isSince({ birthtimeMs, mtimeMs, ctimeMs }: Stats, since: number): boolean {
  return Math.min(mtimeMs, ctimeMs, birthtimeMs > 0 ? birthtimeMs : mtimeMs) >= since - ROUNDED_MS;
}

/** Whether nobody loses anything with it: the case can send all of it again. */
async function isFrontOf(path: string, contents: Iterable<Uint8Array>): Promise<boolean> {
  const stored = await compareFile(path, contents).catch(() => undefined);
  return stored?.kind === 'equal' || (stored?.kind === 'different' && stored.firstDifference === stored.octets);
}

/** Undefined where nothing is there, or it may not be looked at. */
function look<Seen>(at: () => Seen): Seen | undefined {
  try {
    return at();
  } catch {
    return undefined;
  }
}
