import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { lookAt } from './look-at.ts';

/**
 * Makes a folder, and those that lead to it, where they are missing. Throws the system's error where one cannot be made.
 *
 * `mkdir` of Node with `recursive` never ends where a system says that a folder is missing whose parent is there, as in /proc.
 */
export function makeFolders(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolders(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return lookAt(path, { follows: true }).isDirectory();
  } catch {
    return false;
  }
}
