import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import type { Run } from '../contracts/run.ts';
import { firstProblem } from '../text/problems.ts';
import { resultsFolder } from './places.ts';
import type { Subject } from './subject.ts';
import { rowsOf } from './verdicts.ts';

/** One subject of the matrix. */
const KillRow = Type.Object({
  name: Type.String(),
  suite: Type.String(),
  breaks: Type.Array(Type.String()),
  mayRedden: Type.Record(Type.String(), Type.String()),
  /** Requirements that were red. */
  red: Type.Array(Type.String()),
});
type KillRow = Static<typeof KillRow>;

/** Which requirements each subject reddened: the proof that every row can fail, and that one mistake is one red. */
export const KillMatrix = Type.Object({
  /** By suite, the requirements of its table in their order. */
  suites: Type.Record(Type.String(), Type.Array(Type.String())),
  subjects: Type.Array(KillRow),
});
export type KillMatrix = Static<typeof KillMatrix>;

/** Whether a value that was read is a kill matrix. */
export function isKillMatrix(value: unknown): value is KillMatrix {
  return firstProblem(KillMatrix, value) === undefined;
}

/** The matrix of some runs. `rows` tells the requirements of each suite. */
export function killMatrix(
  subjects: readonly Subject[],
  runs: readonly Run[],
  suites: KillMatrix['suites'],
): KillMatrix {
  const row = ({ name, target, breaks, mayRedden }: Subject): KillRow => {
    const cases = runs.flatMap((run) => run.cases.filter((one) => one.target === name));
    return { name, suite: target.suite, breaks: [...breaks], mayRedden, red: [...rowsOf(cases, 'fail', 'warning')] };
  };
  return { suites, subjects: subjects.map(row) };
}

/** A table a suite: a row a requirement, with the subjects that reddened it, and with those that merely may. */
export function matrixMarkdown({ suites, subjects }: KillMatrix): string {
  const tables = Object.entries(suites).map(([suite, rows]) => {
    const judged = subjects.filter((one) => one.suite === suite);
    const lines = rows.map((row) => {
      const killers = judged.filter(({ red }) => red.includes(row));
      const own = killers.filter(({ breaks }) => breaks.includes(row)).map(shortName);
      const other = killers.filter(({ breaks }) => !breaks.includes(row)).map(shortName);
      return `| ${row} | ${own.join(', ')} | ${other.join(', ')} |`;
    });
    return [`## ${suite}`, '', '| requirement | reddened by | and beside it by |', '| --- | --- | --- |', ...lines, ''];
  });
  return [
    '# Kill matrix',
    '',
    'Which requirements each deliberate mistake reddened in one run.',
    '',
    ...tables.flat(),
  ].join('\n');
}

/** Writes the matrix as `kill-matrix.json` and `kill-matrix.md`. */
export function writeMatrix(matrix: KillMatrix): void {
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, 'kill-matrix.json'), `${JSON.stringify(matrix, null, 2)}\n`);
  writeFileSync(join(resultsFolder, 'kill-matrix.md'), matrixMarkdown(matrix));
}

function shortName({ name }: KillRow): string {
  return `\`${name.slice(name.indexOf(': ') + 2).replaceAll('`', '')}\``;
}
