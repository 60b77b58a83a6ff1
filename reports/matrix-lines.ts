import type { Run } from '../harness/contracts/run.ts';
import type { Verdict } from '../harness/contracts/verdict.ts';
import { visible } from '../harness/text/visible.ts';
import { plural } from './closing.ts';
import { gradeWords } from './grading.ts';
import { cut, displayWidth, wrap } from './layout.ts';
import { type Column, type Matrix, matricesOf } from './matrix.ts';
import { type Paint, verdictWord } from './paint.ts';

/**
 * Where several targets were judged by one suite and differ, or fail: a block a suite. Each target has a number, and what it
 * earned; below stand the requirements that one of them did not pass, with the sign of each verdict under those numbers.
 */
export function matrixLines(run: Run, width: number, paint: Paint): readonly (readonly string[])[] {
  return matricesOf(run).flatMap((matrix) => {
    const rows = matrix.requirements.filter((id) => matrix.columns.some((column) => !isWell(column.verdicts.get(id))));
    return rows.length === 0 ? [] : [[...headLines(matrix, width, paint), ...rowLines(matrix, rows, width, paint)]];
  });
}

const MARGIN = '  ';
const GAP = 1;

/** Lines that the grade of one target may take. */
const GRADE_LINES = 3;

function isWell(verdict: Verdict | undefined): boolean {
  return verdict === undefined || verdict === 'pass' || verdict === 'not-applicable';
}

function headLines({ suite, columns }: Matrix, width: number, paint: Paint): readonly string[] {
  const title = wrap(`${suite}  on ${plural(columns.length, 'target')}`, width, 1);
  const digits = String(columns.length).length;
  const names = columns.flatMap((column, index) => {
    const front = `${MARGIN}${String(index + 1).padStart(digits)} `;
    const [first = '', ...others] = wrap(
      `${column.target}  ${gradeOfColumn(column)}`,
      width - front.length,
      GRADE_LINES,
    );
    return [`${front}${first}`, ...others.map((line) => `${' '.repeat(front.length)}${line}`)];
  });
  return [...title.map((line) => paint('heading', line)), ...names];
}

function gradeOfColumn({ grade, ungraded }: Column): string {
  return ungraded === undefined ? gradeWords(grade) : `not graded: ${ungraded}`;
}

/** In as many blocks as the width asks for: a class has more targets than a line has room for. */
function rowLines(
  { columns, requirements }: Matrix,
  rows: readonly string[],
  width: number,
  paint: Paint,
): readonly string[] {
  const cell = String(columns.length).length + GAP;
  const most = Math.floor(width / 2);
  const names = rows.map((id) => cut(visible(id.split('/').at(-1) ?? ''), most));
  const front = Math.max(...names.map(displayWidth)) + MARGIN.length + GAP;
  const each = Math.max(1, Math.floor((width - front) / cell));
  const numbered = columns.map((column, index) => ({ column, number: String(index + 1) }));
  const blocks = Array.from({ length: Math.ceil(columns.length / each) }, (_, block) =>
    numbered.slice(block * each, (block + 1) * each),
  );
  const others = requirements.length - rows.length;
  return [
    ...blocks.flatMap((block) => [
      `${' '.repeat(front)}${paint('label', block.map(({ number }) => number.padStart(cell)).join(''))}`,
      ...rows.map((id, index) => {
        const name = `${MARGIN}${names[index] ?? ''}`;
        const signs = block.map(({ column }) => signOf(column.verdicts.get(id), cell, paint));
        return `${name}${' '.repeat(front - displayWidth(name))}${signs.join('')}`.trimEnd();
      }),
    ]),
    ...(others === 0 ? [] : [`${MARGIN}${plural(others, 'requirement')} more: passed by each, or not applicable`]),
  ];
}

function signOf(verdict: Verdict | undefined, cell: number, paint: Paint): string {
  if (verdict === undefined) return ' '.repeat(cell);
  const [sign = ''] = verdictWord(verdict);
  return `${' '.repeat(cell - 1)}${paint(verdict, sign)}`;
}
