import { lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { plural } from '../../../reports/closing.ts';
import { MARK, type Reproduction, reproductionsOf } from '../../../reports/repro/index.ts';
import { allRequirements, type SuiteRow, suites } from '../../../suites/index.ts';
import { causeText, UsageError } from '../../contracts/errors.ts';
import type { Run } from '../../contracts/run.ts';
import { saysAnything } from '../../protocols/wire/varying.ts';
import { terminalLine } from '../../text/visible.ts';
import { singleValue } from '../planning/flag-values.ts';
import { checkRoom, writeWhole } from './whole-file.ts';

/** Failures of which files are made: a broken program may fail every case of many targets. */
const MOST = 1000;

/** The folder that `--repro` names. Throws a UsageError where no file could be made in it, before anything is run. */
export async function reproFolder(words: string | readonly string[] | undefined): Promise<string | undefined> {
  const folder = singleValue('--repro', words);
  if (folder === undefined) return undefined;
  if (folder === '') throw new UsageError('--repro: expected a folder, found nothing');
  await checkRoom('--repro', folder);
  return folder;
}

/**
 * Writes a script and a listing for each failure of a run; the folder is made. Files of an earlier run are replaced, any other
 * file is not: that is a UsageError, and nothing is written. Rejects where one cannot be written. Resolves to what is to be said of it, on one line.
 */
export async function writeReproductions(folder: string, run: Run): Promise<string> {
  const seen = new Map(allRequirements.map((one) => [one.id, one.seen]));
  const varying = new Set(suites.filter(saysAnythingOf).map(({ path }) => path));
  const all = reproductionsOf(run, {
    observationsOf: (requirement) => seen.get(requirement) ?? [],
    saysAnything: (suite) => varying.has(suite),
  });
  const files = all.slice(0, MOST).flatMap((one) => filesOf(folder, one));
  for (const { path } of files) await checkOwn(path);
  for (const { path, text } of files)
    await writeWhole(path, text).catch((error: unknown) => {
      throw new Error(`--repro: ${path}: not written: ${causeText(error)}`);
    });
  const count = files.length / 2;
  const decide = all.slice(0, MOST).filter(({ decides }) => decides).length;
  const left = all.length > MOST ? `; ${all.length - MOST} more failures have none` : '';
  return terminalLine(
    `${plural(count, 'reproduction')} in ${folder}, of which ${decide} ${decide === 1 ? 'tells' : 'tell'} by ${decide === 1 ? 'its' : 'their'} exit status whether the failure is seen again${left}`,
  );
}

function saysAnythingOf({ description, role }: SuiteRow): boolean {
  return description !== undefined && saysAnything(description, role === 'client' ? 'client' : 'server');
}

function filesOf(folder: string, { name, script, listing }: Reproduction) {
  return [
    { path: join(folder, `${name}.py`), text: script },
    { path: join(folder, `${name}.hex.txt`), text: listing },
  ];
}

/** Octets of a file in which its mark stands. */
const FRONT = 256;

async function checkOwn(path: string): Promise<void> {
  const there = await lstat(path).catch(() => undefined);
  if (there === undefined) return;
  if (there.isFile() && (await frontOf(path)).includes(MARK)) return;
  throw new UsageError(`--repro: expected a free name or a file of an earlier --repro, found ${path}`);
}

async function frontOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(FRONT), 0, FRONT, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await file.close();
  }
}
