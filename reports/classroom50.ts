import type { Run } from '../harness/contracts/run.ts';
import { visibleJson } from '../harness/text/visible.ts';
import type { ReportFormat } from './format.ts';
import { outputOf } from './graded-output.ts';
import { type Grade, type GradedRequirement, gradeOf, whyUngraded } from './grading.ts';
import { relativePlaces } from './relative-places.ts';

/**
 * `result.json` of classroom50, of one program: a test a requirement that counts. Its scores are integers, and points may be
 * halves: each point is two there. A run that cannot be graded has no such result, since one without tests would pass 0 of 0.
 */
export const classroom50: ReportFormat = { name: 'classroom50', extension: 'json', oneTarget: true, refuses, render };

/** So that half a point is whole; the same in each run, so that scores can be compared. */
const SCALE = 2;

function refuses(run: Run): string | undefined {
  const ungraded = whyUngraded(run);
  return ungraded === undefined ? undefined : `${ungraded.name}: ${ungraded.why}`;
}

function render(run: Run): string {
  const refused = refuses(run);
  if (refused !== undefined) throw new Error(`no result of a run that cannot be graded: ${refused}`);
  const grade = gradeOf(run.cases);
  const result = {
    schema: 'classroom50/result/v1',
    score: grade.points * SCALE,
    'max-score': grade.of * SCALE,
    tests: testsOf(grade, relativePlaces(run)),
  };
  return `${visibleJson(JSON.stringify(result, undefined, 2))}\n`;
}

function testsOf({ rows }: Grade, told: (text: string) => string) {
  return rows.filter((row) => row.of > 0).map((row) => testOf(row, told));
}

/** What stands behind the scores is for people; classroom50 keeps it as it is. */
function testOf(row: GradedRequirement, told: (text: string) => string) {
  return {
    'test-name': row.requirement,
    passed: row.verdict === 'pass',
    score: row.points * SCALE,
    'max-score': row.of * SCALE,
    verdict: row.verdict,
    points: `${row.points} of ${row.of}`,
    output: outputOf(row, told),
  };
}
