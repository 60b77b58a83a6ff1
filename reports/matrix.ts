import type { CaseResult, Run } from '../harness/contracts/run.ts';
import type { Verdict } from '../harness/contracts/verdict.ts';
import { csvText } from './csv-text.ts';
import type { ReportFormat } from './format.ts';
import { type Grade, gradeOf, limitsMet, whyUngraded } from './grading.ts';
import { casesOn, suiteOf } from './summary.ts';

/**
 * For a spreadsheet: a row a target, with its points and a column a requirement. A target that cannot be graded has no
 * points, and a remark that says why. Which limits of its sandbox a program has met is a remark, too. Of a
 * run that was not finished nobody can tell how many points there are.
 */
export const matrix: ReportFormat = { name: 'matrix', extension: 'csv', render };

/** One target among several: what it earned, and its verdict by requirement. */
export interface Column {
  readonly target: string;
  readonly grade: Grade;
  /** Why it has no grade; undefined where it has one. */
  readonly ungraded: string | undefined;
  /** What its sandbox has kept it from. */
  readonly notes: readonly string[];
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** Requirements of one suite, and the targets that it judged. */
export interface Matrix {
  readonly suite: string;
  /** Ids, in the order of the run. */
  readonly requirements: readonly string[];
  readonly columns: readonly Column[];
}

/** A matrix for each suite that judged several targets; those that judged one are told by their table. */
export function matricesOf(run: Run): readonly Matrix[] {
  const suites = [...new Set(run.cases.map(({ requirement }) => suiteOf(requirement)))];
  return suites.flatMap((suite) => {
    const cases = run.cases.filter(({ requirement }) => suiteOf(requirement) === suite);
    const columns = columnsOf(run, cases);
    return columns.length < 2 ? [] : [{ suite, requirements: requirementsOf(cases), columns }];
  });
}

function render(run: Run): string {
  const requirements = requirementsOf(run.cases);
  const head = ['target', 'points', 'of', 'open', 'remark', ...requirements];
  const rows = columnsOf(run, run.cases).map(({ target, grade, ungraded, notes, verdicts }) => [
    target,
    ...(ungraded === undefined
      ? [grade.points, grade.of, grade.open]
      : [undefined, run.complete ? grade.of : undefined, undefined]),
    [...(ungraded === undefined ? [] : [ungraded]), ...notes].join('; '),
    ...requirements.map((requirement) => verdicts.get(requirement)),
  ]);
  return csvText([head, ...rows]);
}

function columnsOf(run: Run, cases: readonly CaseResult[]): readonly Column[] {
  const names = [...new Set(run.targets.map(({ name }) => name))];
  return names.flatMap((target) => {
    const own = casesOn({ name: target }, cases);
    if (own.length === 0) return [];
    const grade = gradeOf(own);
    const ungraded = whyUngraded({ ...run, cases: [...own] });
    return [
      {
        target,
        grade,
        ungraded: ungraded === undefined ? undefined : `${ungraded.name}: ${ungraded.why}`,
        notes: limitsMet(own),
        verdicts: new Map(grade.rows.map(({ requirement, verdict }) => [requirement, verdict])),
      },
    ];
  });
}

function requirementsOf(cases: readonly CaseResult[]): readonly string[] {
  return [...new Set(cases.map(({ requirement }) => requirement))];
}
