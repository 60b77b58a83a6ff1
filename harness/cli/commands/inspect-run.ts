import { createReadStream } from 'node:fs';
import { UsageError } from '../../contracts/errors.ts';
import type { FrameOffence, InspectedFile, Inspection } from '../../contracts/inspection.ts';
import { damageWords } from '../../contracts/inspection-words.ts';
import { type InspectOptions, inspectFile, inspectStream } from '../../frames/inspect.ts';
import { quoted } from '../../text/visible.ts';
import { captureSize } from '../files/capture-file.ts';
import { declaredValues } from '../planning/declared-values.ts';
import { integerValue } from '../planning/flag-values.ts';
import { useColor } from '../terminal/color.ts';
import { print, say } from '../terminal/print.ts';
import { version } from '../version.ts';
import { concludeInspection, judged } from './inspect-conclude.ts';
import type { InspectFlags } from './inspect-flags.ts';
import { openInspectProgress } from './inspect-progress.ts';
import { interruptible } from './interruption.ts';

/** Offending frames that are listed for each rule, and the most that can be asked for. */
const LISTED = 20;
const MOST_LISTED = 100_000;

/** Judges the captures one after another and writes the report. Everything is checked before anything is read. */
export async function runInspect(flags: InspectFlags): Promise<number> {
  const options = optionsOf(flags);
  const sources = sourcesOf(flags.file);
  return interruptible((signal) => inspectAll(sources, options, flags, signal));
}

async function inspectAll(
  sources: readonly Source[],
  options: InspectOptions,
  flags: InspectFlags,
  signal: AbortSignal,
): Promise<number> {
  const progress = openInspectProgress(flags.quiet);
  const files: InspectedFile[] = [];
  for (const { file, octets } of sources) {
    if (signal.aborted) break;
    const shows = !flags.json && octets === undefined ? await offencePrinter(flags) : undefined;
    const inspection = await inspectSource(file, octets, {
      ...options,
      signal,
      onProgress: progress.of(file, octets),
      ...(shows === undefined ? {} : { onOffence: shows }),
    });
    progress.done();
    files.push(judged(shows === undefined ? inspection : { ...inspection, offences: [] }));
    reportDamage(inspection);
  }
  return writeInspection(files, flags, signal.aborted);
}

/** Writes the report of what was judged to standard output, and resolves to the exit status. */
export async function writeInspection(
  files: readonly InspectedFile[],
  flags: InspectFlags,
  interrupted: boolean,
): Promise<number> {
  const report = {
    schemaVersion: 1,
    tool: { name: 'sockspec', version },
    complete: !interrupted,
    ...concludeInspection(files, { strict: flags.strict, interrupted }),
    files,
  } as const;
  await print(flags.json ? `${JSON.stringify(report, null, 2)}\n` : await tableOf(report, flags));
  return report.exitStatus;
}

/** What is judged, and how much of it is listed. Throws a UsageError. */
export function optionsOf({ group, net, list, conversations }: InspectFlags): InspectOptions {
  return {
    declared: declaredValues(group, net),
    listed: integerValue('--list', list, [0, MOST_LISTED]) ?? LISTED,
    conversations,
  };
}

/** A capture and its size; undefined for what can only be read as it comes. */
interface Source {
  readonly file: string;
  readonly octets: number | undefined;
}

function sourcesOf(files: readonly string[]): readonly Source[] {
  if (files.filter((file) => file === '-').length > 1) {
    throw new UsageError('FILE: expected standard input (-) once, found it several times');
  }
  return files.map((file) => ({ file, octets: file === '-' ? undefined : captureSize('FILE', file) }));
}

function inspectSource(file: string, octets: number | undefined, options: InspectOptions): Promise<Inspection> {
  if (octets !== undefined) return inspectFile(file, options);
  return inspectStream(file, file === '-' ? process.stdin : createReadStream(file), options);
}

/** Writes each offending frame as it comes: a stream may go on for hours. */
export async function offencePrinter(flags: InspectFlags): Promise<(offence: FrameOffence) => void> {
  const { renderOffence } = await import('../../../reports/inspection.ts');
  return (offence) => {
    void print(`${renderOffence(offence, renderOptions(flags))}\n`);
  };
}

async function tableOf(
  report: Parameters<typeof import('../../../reports/inspection.ts').renderInspection>[0],
  flags: InspectFlags,
) {
  const { renderInspection } = await import('../../../reports/inspection.ts');
  return renderInspection(report, renderOptions(flags));
}

function renderOptions({ color }: InspectFlags) {
  return { color: useColor(color), width: process.stdout.columns ?? 100 };
}

/** Says on standard error where a capture is damaged, or what is no capture. */
export function reportDamage(inspection: Inspection): void {
  const words = damageWords(inspection);
  if (words !== undefined) say(`sockspec: ${quoted(inspection.file)} ${words}\n`);
}
