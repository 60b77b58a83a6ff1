import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { tellLeft } from '../processes/left-behind.ts';
import { lookAt } from '../processes/look-at.ts';
import { isSameFile, removeFile } from '../processes/removal.ts';

/** Removes from a store what cases left there, and nothing else. */
export interface StoredRemoval {
  /** Remembers the files that are there now: they are a user's, whatever names they get later. Only its first call counts. */
  readonly note: () => void;
  /** Removes one file, by its path below the store. Where it cannot be removed without harm, it is left and told. */
  readonly remove: (name: string) => void;
}

/** A store may be a user's folder, and the IUT may exchange what is in it for links or move it while it is tidied. */
export function storedRemoval(dir: string): StoredRemoval {
  const top = look(() => statSync(dir));
  let users: ReadonlySet<string> | undefined;
  const isOurs = (found: Stats): boolean => users?.has(identity(found)) !== true;
  return {
    note: () => {
      users ??= new Set(filesIn(dir).map(identity));
    },
    remove: (name) => {
      const now = look(() => statSync(dir));
      const isStill = top !== undefined && now !== undefined && isSameFile(top, now);
      if (!isStill || !removeFile(dir, name.split('/'), isOurs)) tellLeft(join(dir, name));
    },
  };
}

function identity({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

function filesIn(dir: string): readonly Stats[] {
  const entries = look(() => readdirSync(dir, { recursive: true, withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    if (entry.isDirectory()) return [];
    return look(() => lookAt(join(entry.parentPath, entry.name))) ?? [];
  });
}

/** Undefined where nothing is there, or it may not be looked at. */
function look<Seen>(at: () => Seen): Seen | undefined {
  try {
    return at();
  } catch {
    return undefined;
  }
}
