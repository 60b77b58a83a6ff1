import type { Run } from '../harness/contracts/run.ts';
import { visibleJson } from '../harness/text/visible.ts';
import type { ReportFormat } from './format.ts';
import { lines, outputOf, uncountedWords } from './graded-output.ts';
import {
  type GradedRequirement,
  gradeOf,
  gradeWords,
  isOpen,
  limitsMet,
  type Ungraded,
  whyUngraded,
} from './grading.ts';
import { headline } from './headline.ts';
import { relativePlaces } from './relative-places.ts';

/**
 * `results.json` of a Gradescope autograder, of one program: a test a requirement that counts. Where a run cannot be graded
 * there is one test that is named so, and has all points to lose: nobody takes it for a program that earned none.
 */
export const gradescope: ReportFormat = { name: 'gradescope', extension: 'json', oneTarget: true, render };

/** Points of a test without a requirement: Gradescope shows one of 0 as passed. */
const LEAST_POINTS = 1;

function render(run: Run): string {
  const grade = gradeOf(run.cases);
  const ungraded = whyUngraded(run);
  const counted = grade.rows.filter((row) => row.of > 0);
  const told = relativePlaces(run);
  const results = {
    execution_time: Math.round(run.durationMs / 1000),
    output: lines(
      [
        headline(run),
        run.conclusion,
        ungraded === undefined ? gradeWords(grade) : `not graded: ${ungraded.name}`,
        uncountedWords(grade),
        ...limitsMet(run.cases),
      ].map(told),
    ),
    tests:
      ungraded === undefined
        ? counted.map((row) => testOf(row, told))
        : [emptyTest(run, ungraded, { of: grade.of, told })],
  };
  return `${visibleJson(JSON.stringify(results, undefined, 2))}\n`;
}

/** How a text is told to the author of the program. */
type Told = (text: string) => string;

function testOf(row: GradedRequirement, told: Told) {
  const open = isOpen(row) ? ' (not concluded)' : '';
  return {
    name: `${row.requirement}${open}`,
    score: row.points,
    max_score: row.of,
    status: row.verdict === 'pass' ? 'passed' : 'failed',
    output: outputOf(row, told),
    output_format: 'text',
    tags: [row.level, row.verdict],
  };
}

/** The reason, and what the program or its build printed last. */
function emptyTest(
  { cases }: Run,
  { name, why }: Ungraded,
  { of, told }: { readonly of: number; readonly told: Told },
) {
  const first = cases.find(({ verdict }) => verdict !== 'not-applicable');
  const printed = first?.evidence.findLast(({ what }) => what === 'output')?.text ?? '';
  return {
    name,
    score: 0,
    max_score: Math.max(of, LEAST_POINTS),
    status: 'failed',
    output: lines([why, ...printed.split('\n')].map(told)),
    output_format: 'text',
  };
}
