import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parsePhrases } from '../protocols/fortune.ts';

/** The package's own phrase file; found through the package's name, so that it works from the sources and from `dist`. */
export const defaultPhraseFile = join(
  dirname(createRequire(import.meta.url).resolve('sockspec/package.json')),
  'fixtures/phrases/default.txt',
);

/** The phrases that a fortune server has when it is given none. */
export async function defaultPhrases(): Promise<readonly string[]> {
  return parsePhrases(await readFile(defaultPhraseFile, 'utf8'));
}
