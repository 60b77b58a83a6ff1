import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { readRun } from '../../../reports/json.ts';
import { errorText, UsageError } from '../../contracts/errors.ts';
import type { Run } from '../../contracts/run.ts';

/** A run that was saved as JSON (`--report json=FILE`). */
export interface SavedRun {
  readonly file: string;
  /** What its targets are called by, where the user said so: `NAME=FILE`. */
  readonly label: string | undefined;
  readonly run: Run;
}

/** Reads `RUN.json` or, with `NAME=RUN.json`, a run whose targets get that name in front. Throws a UsageError. */
export async function readSavedRun(word: string): Promise<SavedRun> {
  const equals = existsSync(word) ? -1 : word.indexOf('=');
  const file = word.slice(equals + 1);
  return { file, label: equals <= 0 ? undefined : word.slice(0, equals), run: await readRunFile('RUN', file) };
}

/** Reads a run that was saved as JSON. Throws a UsageError that begins with `flag` where the file cannot be read. */
export async function readRunFile(flag: string, file: string): Promise<Run> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${flag}: expected a saved run, found ${JSON.stringify(file)}: ${errorText(error)}`);
  });
  return readRun(text, file);
}
