import { createHash } from 'node:crypto';
import { suiteAt } from '../../suites/index.ts';
import type { Subject } from './subject.ts';

/** How many cases a subject gets of each requirement of which nothing but passes is known, where it is careful. */
const CAREFUL_SAMPLE = 3;

/** The same where something is known to be wrong with it. */
const FAULTY_SAMPLE = 1;

/**
 * The ids of the cases that a subject is not judged by. Of a requirement that it breaks, or of which something is known
 * beside that, it gets every case. Of any other it gets a few: which ones its name decides, so that each case meets some
 * subjects, and the same ones in each run. Every requirement keeps a case.
 */
export async function leftOut(subject: Subject): Promise<readonly string[]> {
  const suite = await suiteAt(subject.target.suite).load();
  const sample = subject.kind !== 'null' && subject.breaks.length === 0 ? CAREFUL_SAMPLE : FAULTY_SAMPLE;
  const rows = new Map<string, string[]>();
  for (const id of suite.caseIds()) rows.set(rowOf(id), [...(rows.get(rowOf(id)) ?? []), id]);
  return [...rows].flatMap(([row, cases]) => (isKnown(subject, row) ? [] : beyond(sample, subject.name, row, cases)));
}

function isKnown({ breaks, expects }: Subject, row: string): boolean {
  const rows = [...breaks, ...(expects?.unjudged ?? []), ...Object.keys(expects?.reasons ?? {})];
  return rows.includes(row);
}

/** All but a few neighbours, beginning at a place that follows from the names. */
function beyond(sample: number, name: string, row: string, cases: readonly string[]): readonly string[] {
  const first = createHash('sha256').update(`${name} ${row}`).digest().readUInt32BE() % cases.length;
  return cases.filter((_, index) => (index - first + cases.length) % cases.length >= sample);
}

/** A requirement without its suite's path: `upload/server/name-as-sent[a b]` is a case of `name-as-sent`. */
function rowOf(id: string): string {
  return id.split('[', 1)[0]?.split('/').at(-1) ?? '';
}
