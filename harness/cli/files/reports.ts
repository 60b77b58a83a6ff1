import type { StepSummary } from '../../../reports/format.ts';
import { formatNamed } from '../../../reports/index.ts';
import { UsageError } from '../../contracts/errors.ts';
import type { Run } from '../../contracts/run.ts';
import { print } from '../terminal/print.ts';
import { appendSummary, checkAppendable } from './step-summary.ts';
import { checkWritable, writeWhole } from './whole-file.ts';

/** A report that was asked for: a format, and a file, or standard output. */
export interface ReportRequest {
  readonly format: string;
  readonly file: string | undefined;
}

/** What stands in a format's place where standard output is to get no report. */
const NONE = 'none';

/**
 * Reads `FORMAT[=FILE]`; `none` is no report on standard output. At most one format may lack a FILE; where all have one, the table still goes to standard output.
 * Throws a UsageError for an unknown format, and for a file that could not be written, before anything is run.
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
  for (const { format, file } of reports) {
    if (file !== undefined) await checkWritable('--report', file);
    const { summary } = await formatNamed(format).load();
    if (summary !== undefined) await checkAppendable(summary);
  }
  return printed.length === 0 ? [{ format: 'table', file: undefined }, ...reports] : reports;
}

/**
 * Renders a run into every report that was asked for. A file is complete or not there; the summary file of a service is
 * appended to.
 */
export async function writeReports(
  run: Run,
  requests: readonly ReportRequest[],
  { color, verbose = false }: { readonly color: boolean; readonly verbose?: boolean },
): Promise<void> {
  const isTerminal = process.stdout.isTTY === true;
  const summaries = new Map<string, StepSummary>();
  for (const { format, file } of requests) {
    const { render, summary } = await formatNamed(format).load();
    if (file === undefined)
      await print(render(run, { color, width: process.stdout.columns ?? 100, teaches: verbose || isTerminal }));
    else await writeWhole(file, render(run, { color: false, width: 100, teaches: verbose }));
    if (summary !== undefined) summaries.set(summary.variable, summary);
  }
  for (const summary of summaries.values()) await appendSummary(run, summary);
}
