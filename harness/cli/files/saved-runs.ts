import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { RunSource } from '../../../reports/format.ts';
import { readRun } from '../../../reports/json.ts';
import { errorText, UsageError } from '../../contracts/errors.ts';
import type { Run } from '../../contracts/run.ts';
import { shellQuoted } from '../../text/quoting.ts';

/** A run that was saved as JSON (`--report json=FILE`). */
export interface SavedRun {
  readonly file: string;
  /** What its targets are called by, where the user said so: `NAME=FILE`. */
  readonly label: string | undefined;
  readonly run: Run;
}

/** A run that was read, and the SHA-256 of the octets of its file. */
export interface ReadRun extends SavedRun {
  readonly sha256: string;
}

/** Reads `RUN.json` or, with `NAME=RUN.json`, a run whose targets get that name in front. Throws a UsageError. */
export async function readSavedRun(word: string): Promise<ReadRun> {
  const equals = existsSync(word) ? -1 : word.indexOf('=');
  const file = word.slice(equals + 1);
  const octets = await octetsOf('RUN', file);
  return {
    ...{ file, label: equals <= 0 ? undefined : word.slice(0, equals) },
    run: readRun(octets.toString('utf8'), file),
    sha256: createHash('sha256').update(octets).digest('hex'),
  };
}

/** Reads a run that was saved as JSON. Throws a UsageError that begins with `flag` where the file cannot be read. */
export async function readRunFile(flag: string, file: string): Promise<Run> {
  return readRun((await octetsOf(flag, file)).toString('utf8'), file);
}

/**
 * What a report of saved runs is made of again: their files, by the last part of their names where that tells them apart, and
 * the command with the targets that it was asked for.
 */
export function sourceOf(saved: readonly ReadRun[], targets: readonly string[]): RunSource {
  const areApart = new Set(saved.map(({ file }) => basename(file))).size === saved.length;
  const named = saved.map(({ file, ...one }) => ({ ...one, name: areApart ? basename(file) : file }));
  const words = named.map(({ name, label }) => (label === undefined ? name : `${label}=${name}`));
  const files = named.map(({ name, sha256 }) => ({ name, sha256 }));
  return { files, command: reportCommand([...words, ...targets.flatMap((glob) => ['--target', glob])]) };
}

/** `sockspec report` with these words, as a shell takes them. */
export function reportCommand(words: readonly string[]): string {
  return ['sockspec report', ...words.map(shellQuoted)].join(' ');
}

async function octetsOf(flag: string, file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw new UsageError(`${flag}: expected a saved run, found ${JSON.stringify(file)}: ${errorText(error)}`);
  });
}
