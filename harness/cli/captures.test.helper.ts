import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InspectionReport } from '../contracts/inspection.ts';
import { folder } from './shell.test.helper.ts';

/** The folder of the captures that are fixtures. */
export const captures = fileURLToPath(new URL('../../fixtures/captures/', import.meta.url));

/** One that was made for the rules. */
export const capture = (name: string): string => join(captures, `crafted-${name}`);

/** The net of these captures, as `inspect` is told of it. */
export const net = ['--net', '10.0.0.0/24'];

/** What `inspect --json` has printed. */
export function reportOf(stdout: string): InspectionReport {
  return JSON.parse(stdout);
}

/** A capture of one's own with octets changed or cut. */
export function changed(name: string, change: (octets: Buffer) => Buffer): string {
  const file = join(folder(), 'capture');
  writeFileSync(file, change(readFileSync(capture(name))));
  return file;
}
