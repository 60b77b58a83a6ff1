import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import type { ReportFormat, RunSource, StepSummary } from '../../../reports/format.ts';
import { formatNamed } from '../../../reports/index.ts';
import { json } from '../../../reports/json.ts';
import { causeText, UsageError } from '../../contracts/errors.ts';
import { exitStatus, foremostStatus } from '../../contracts/exit-status.ts';
import type { Run } from '../../contracts/run.ts';
import { terminalLine } from '../../text/visible.ts';
import { print, say } from '../terminal/print.ts';
import { checkApart, type Output } from './outputs.ts';
import { reportCommand } from './saved-runs.ts';
import { appendSummary, checkAppendable } from './step-summary.ts';
import { checkWritable, withdrawn, writeWhole } from './whole-file.ts';

/** A report that was asked for: a format, and a file, or standard output. */
export interface ReportRequest {
  readonly format: string;
  readonly file: string | undefined;
}

/** What stands in a format's place where standard output is to get no report. */
export const NONE = 'none';

/**
 * Reads `FORMAT[=FILE]`; `none` is no report on standard output. At most one format may lack a FILE; where all have one, the table still goes to standard output.
 * Throws a UsageError for an unknown format, for two reports in one file, and for a file that could not be written, before
 * anything is run.
 */
export async function reportRequests(words: readonly string[]): Promise<readonly ReportRequest[]> {
  const requests = words.map((word) => {
    const [format = '', ...file] = word.split('=');
    if (word === NONE) return { format, file: undefined };
    formatNamed(format);
    if (word.includes('=') && file.join('=') === '')
      throw new UsageError(`--report: expected FORMAT=FILE, found ${word}`);
    return { format, file: file.length === 0 ? undefined : file.join('=') };
  });
  const printed = requests.filter((request) => request.file === undefined);
  if (printed.length > 1) {
    const names = printed.map((request) => request.format).join(', ');
    throw new UsageError(`--report: expected at most one format without a file, found ${names}`);
  }
  const reports = requests.filter(({ format }) => format !== NONE);
  checkApart(reportFiles(reports));
  for (const { format, file } of reports) {
    const { summary, byEnding } = await formatNamed(format).load();
    if (file !== undefined) checkEnding(format, file, byEnding);
    if (file !== undefined) await checkWritable('--report', file);
    if (summary !== undefined) await checkAppendable(summary);
  }
  return printed.length === 0 ? [{ format: 'table', file: undefined }, ...reports] : reports;
}

/** The files that reports go to, each with the words that ask for it. */
export function reportFiles(requests: readonly ReportRequest[]): readonly Output[] {
  return requests.flatMap(({ format, file }) => (file === undefined ? [] : [{ what: `--report ${format}`, file }]));
}

/** Throws a UsageError for a file whose name does not say what the format is to be there. */
function checkEnding(format: string, file: string, byEnding: ReportFormat['byEnding']): void {
  if (byEnding === undefined || Object.hasOwn(byEnding, endingOf(file))) return;
  const endings = Object.keys(byEnding).map((ending) => `.${ending}`);
  throw new UsageError(`--report ${format}: expected a file that ends in ${endings.join(', ')}, found ${file}`);
}

/** The ending of a file's name, without the dot. */
function endingOf(file: string): string {
  return extname(file).slice(1).toLowerCase();
}

/** Throws a UsageError for a format that tells of one program alone, where the targets are several. */
export async function checkOneTarget(requests: readonly ReportRequest[], targets: number): Promise<void> {
  if (targets <= 1) return;
  for (const { format } of requests.filter((request) => request.format !== NONE)) {
    const { oneTarget } = await formatNamed(format).load();
    if (oneTarget !== true) continue;
    throw new UsageError(
      `--report ${format}: expected one target, found ${targets} (sockspec report RUN.json --target GLOB tells of one of a run)`,
    );
  }
}

/** How reports are written. */
export interface Writing {
  readonly color: boolean;
  readonly verbose?: boolean;
  /** What the run was read from; without, it is the one that has just ended. */
  readonly source?: RunSource;
}

/**
 * Renders a run into every report that was asked for. A file is complete or not there; the summary file of a service is
 * appended to. One that cannot be written is told on standard error, and takes no other with it. Resolves to the exit status:
 * that of the run, but for a run of which a format can say nothing, and for a report that could not be written.
 */
export async function writeReports(
  run: Run,
  requests: readonly ReportRequest[],
  { color, verbose = false, source: readFrom }: Writing,
): Promise<number> {
  const isTerminal = process.stdout.isTTY === true;
  const summaries = new Map<string, StepSummary>();
  const statuses = [run.exitStatus];
  let told: RunSource | undefined;
  const source = (): RunSource => {
    told ??= readFrom ?? writtenTo(run, requests);
    return told;
  };
  for (const { format, file } of requests) {
    const { render, byEnding, refuses, summary } = await formatNamed(format).load();
    const refused = refuses?.(run);
    if (refused !== undefined) {
      // What an earlier run has left there would be taken for the result of this one.
      const isGone = file !== undefined && (await withdrawn(file).catch(() => false));
      const former = isGone ? '; the one that was there is removed' : '';
      say(`sockspec: --report ${format}: no report is written: ${terminalLine(refused)}${former}\n`);
      statuses.push(exitStatus.inconclusive);
      continue;
    }
    if (summary !== undefined) summaries.set(summary.variable, summary);
    if (file === undefined) {
      const width = process.stdout.columns ?? 100;
      const text = render(run, { color, width, teaches: verbose || isTerminal, source });
      statuses.push(await written(`--report ${format}`, print(text)));
    } else {
      const renderHere = byEnding?.[endingOf(file)] ?? render;
      const text = renderHere(run, { color: false, width: 100, teaches: verbose, source });
      statuses.push(await written(`--report ${format}=${file}`, writeWhole(file, text)));
    }
  }
  for (const summary of summaries.values()) statuses.push(await written(summary.variable, appendSummary(run, summary)));
  return foremostStatus(statuses);
}

/** The status of something that is written; where that fails, what it is for and why are told. */
async function written(what: string, writing: Promise<void>): Promise<number> {
  try {
    await writing;
    return exitStatus.conformant;
  } catch (error) {
    say(`sockspec: ${terminalLine(`${what}: not written: ${causeText(error)}`)}\n`);
    return exitStatus.harness;
  }
}

/** The JSON reports of a run that are written with its others; on standard output it has no name yet. */
function writtenTo(run: Run, requests: readonly ReportRequest[]): RunSource {
  const written = requests.filter(({ format }) => format === json.name).slice(0, 1);
  const sha256 = createHash('sha256')
    .update(json.render(run, { color: false, width: 100 }))
    .digest('hex');
  const files = written.map(({ file }) => ({ name: basename(file ?? 'RUN.json'), sha256 }));
  return { files, command: reportCommand(files.map(({ name }) => name)) };
}
