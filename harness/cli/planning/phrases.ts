import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText, UsageError } from '../../contracts/errors.ts';
import type { ProfileTarget } from '../../contracts/profile.ts';
import { endedPhrase, parsePhrases } from '../../protocols/fortune.ts';

/**
 * The phrases of a fortune database: a file with one a line, or with several lines each between lines of `%`, or a folder with
 * a file a phrase, of which a last line end is no part. Throws a UsageError where it cannot be read, or has none.
 */
export async function readPhrases(where: string, path: string): Promise<readonly string[]> {
  try {
    const phrases = (await stat(path)).isDirectory()
      ? await readFolder(path)
      : parsePhrases(await readFile(path, 'utf8'));
    if (phrases.length > 0) return phrases;
  } catch (error) {
    throw new UsageError(
      `${where}: expected --phrases to be a file or a folder that can be read, found ${path}: ${errorText(error)}`,
    );
  }
  throw new UsageError(`${where}: expected at least one phrase in ${path}, found none`);
}

/** Reads the phrases of a target, with what the server sends behind each. */
export type ReadDatabase = (where: string, path: string, ends: ProfileTarget['ends']) => Promise<readonly string[]>;

/** Reads each database once, which may have megabytes: targets that have the same one share its array. */
export function databaseReader(): ReadDatabase {
  const read = new Map<string, Promise<readonly string[]>>();
  return (where, path, ends) => {
    const key = JSON.stringify([path, ends]);
    const phrases = read.get(key) ?? readPhrases(where, path).then((all) => endedPhrases(all, ends));
    read.set(key, phrases);
    return phrases;
  };
}

/** Phrases with what the server sends behind each. */
export function endedPhrases(phrases: readonly string[], ends: ProfileTarget['ends']): readonly string[] {
  return phrases.map((phrase) => endedPhrase(phrase, ends));
}

async function readFolder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const texts = await Promise.all(names.sort().map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => text.replace(/\r?\n$/, ''));
}
