import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { firstProblem } from '../text/problems.ts';
import type { KillMatrix } from './matrix.ts';
import { repository } from './places.ts';

const Recorded = Type.Record(Type.String(), Type.Array(Type.String()));

/** Rows that subjects reddened in recorded runs though they do not break them, by the name of the subject. */
export type Recorded = Static<typeof Recorded>;

/** Where what `mayRedden` allows is recorded to have happened, in runs of an idle and of a busy machine. */
export const recordedFile = join(repository, 'harness/selftest/allowances.json');

/** What was recorded so far. Throws where the file does not have its form. */
export function readRecorded(): Recorded {
  const value: unknown = JSON.parse(readFileSync(recordedFile, 'utf8'));
  if (isRecorded(value)) return value;
  throw new Error(`${recordedFile}: expected rows by the name of a subject`);
}

/** What was recorded, and what one more run shows; rows that its subject breaks, or may not redden, are left out. */
export function withRun(recorded: Recorded, { subjects }: KillMatrix): Recorded {
  const rows = subjects.map(({ name, red, mayRedden }) => {
    const before = recorded[name] ?? [];
    const used = [...new Set([...before, ...red])].filter((row) => mayRedden[row] !== undefined).sort();
    return [name, used] as const;
  });
  return Object.fromEntries(rows.filter(([, used]) => used.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isRecorded(value: unknown): value is Recorded {
  return firstProblem(Recorded, value) === undefined;
}
