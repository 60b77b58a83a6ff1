import { UsageError } from '../harness/contracts/errors.ts';
import { didYouMean } from '../harness/text/nearest.ts';
import { visible } from '../harness/text/visible.ts';
import type { ReportFormat } from './format.ts';

/** A format as the manual lists it; its file, and the libraries behind it, are loaded only when it is asked for. */
export interface FormatRow {
  readonly name: string;
  readonly load: () => Promise<ReportFormat>;
}

/** Every report format, in the order of the manual. */
export const formats: readonly FormatRow[] = [
  { name: 'table', load: async () => (await import('./table.ts')).table },
  { name: 'json', load: async () => (await import('./json.ts')).json },
  { name: 'junit', load: async () => (await import('./junit.ts')).junit },
  { name: 'html', load: async () => (await import('./html/page.ts')).html },
  { name: 'markdown', load: async () => (await import('./markdown.ts')).markdown },
  { name: 'tap', load: async () => (await import('./tap.ts')).tap },
  { name: 'github', load: async () => (await import('./github.ts')).github },
  { name: 'csv', load: async () => (await import('./csv.ts')).csv },
  { name: 'matrix', load: async () => (await import('./matrix.ts')).matrix },
  { name: 'gradescope', load: async () => (await import('./gradescope.ts')).gradescope },
  { name: 'classroom50', load: async () => (await import('./classroom50.ts')).classroom50 },
  { name: 'statement', load: async () => (await import('./statement/statement.ts')).statement },
  { name: 'badge', load: async () => (await import('./badge.ts')).badge },
];

/** The format of that name; a UsageError names the known ones. */
export function formatNamed(name: string): FormatRow {
  const format = formats.find((candidate) => candidate.name === name);
  if (format !== undefined) return format;
  const names = formats.map((candidate) => candidate.name);
  const known = names.join(', ');
  throw new UsageError(`report format: expected one of ${known}, found "${visible(name)}"${didYouMean(name, names)}`);
}
