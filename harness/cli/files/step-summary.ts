import { access, appendFile, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { StepSummary } from '../../../reports/format.ts';
import { errorText, UsageError } from '../../contracts/errors.ts';
import type { Run } from '../../contracts/run.ts';
import { say } from '../terminal/print.ts';
import { checkFolder, checkWritable } from './whole-file.ts';

/** Throws a UsageError for a file of the service that could not be written, before anything is run. */
export async function checkAppendable({ variable }: StepSummary): Promise<void> {
  const file = process.env[variable] ?? '';
  if (file === '') return;
  const there = await stat(file).catch(() => undefined);
  if (there === undefined) return checkFolder(variable, dirname(file));
  if (!there.isFile()) return checkWritable(variable, file);
  await access(file, constants.W_OK).catch((error: unknown) => {
    throw new UsageError(`${variable}: expected a file that can be written to, found ${file}: ${errorText(error)}`);
  });
}

/**
 * Appends what a report has to say to the file of the service; an empty line keeps it apart from what is there. Where there
 * is no room for it, that is said on standard error.
 */
export async function appendSummary(run: Run, { variable, octets, render }: StepSummary): Promise<void> {
  const file = process.env[variable] ?? '';
  if (file === '') return;
  const used = (await stat(file).catch(() => undefined))?.size ?? 0;
  const gap = used > 0 ? '\n' : '';
  const text = render(run, octets - used - gap.length);
  const full = `${variable}: no room for a summary in ${file}: it has ${used} of ${octets} octets`;
  if (text === '') say(`sockspec: ${full}\n`);
  else await appendFile(file, `${gap}${text}`);
}
