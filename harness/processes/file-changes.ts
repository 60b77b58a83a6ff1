import { type FSWatcher, realpathSync, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { errorText } from '../contracts/errors.ts';
import { afterRest } from './after-rest.ts';

/** Watches files until it is closed. */
export interface FileChanges {
  readonly close: () => void;
}

/** A file is told once it was not written for so many milliseconds; one that is written all the time after the longer ones. */
const REST_MS = 100;
const LONGEST_MS = 2000;

/**
 * Calls `onChange` once files rest that have changed, with the path of the first: it was written, made anew, or replaced by
 * another under its name, as editors do. A file that is gone has not changed until it is there again. `onTrouble` gets the
 * words where the system cannot watch any more. Throws the system's error where it cannot watch at all.
 */
export function watchFiles(
  paths: readonly string[],
  onChange: (path: string) => void,
  onTrouble: (words: string) => void,
): FileChanges {
  const known = new Map(paths.map((path) => [path, stateOf(path)]));
  const changes = afterRest(onChange, REST_MS, LONGEST_MS);
  const look = (): void => {
    for (const [path, before] of known) {
      const now = stateOf(path);
      if (now === undefined || now === before) continue;
      known.set(path, now);
      changes.hears(path);
    }
  };
  const watchers: FSWatcher[] = [];
  const close = (): void => {
    changes.close();
    for (const one of watchers) one.close();
  };
  try {
    // A file that is replaced takes its own watch with it; its folder stays, and tells of every name in it.
    for (const folder of foldersOf(paths)) {
      const one = watch(folder, look);
      one.on('error', (error) => onTrouble(`${folder} cannot be watched any more: ${errorText(error)}`));
      watchers.push(one);
    }
  } catch (error) {
    close();
    throw error;
  }
  // What changed while the watches were begun.
  look();
  return { close };
}

/** The folders in which the names are, and those in which the files are that they are links to. */
function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.flatMap((path) => [dirname(path), dirname(realpathSync(path))]));
}

/** What differs when a file was written or replaced; undefined where it is not there. */
function stateOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found?.isFile() === true ? [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ') : undefined;
}
