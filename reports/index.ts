import { UsageError } from '../harness/contracts/errors.ts';
import type { ReportFormat } from './format.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { table } from './table.ts';
import { visible } from './visible.ts';

/** Every report format, in the order of the manual. */
export const formats: readonly ReportFormat[] = [table, json, junit];

/** The format of that name; a UsageError names the known ones. */
export function formatNamed(name: string): ReportFormat {
  const format = formats.find((candidate) => candidate.name === name);
  if (format !== undefined) return format;
  const known = formats.map((candidate) => candidate.name).join(', ');
  throw new UsageError(`report format: expected one of ${known}, found "${visible(name)}"`);
}
