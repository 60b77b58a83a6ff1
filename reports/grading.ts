import type { Level } from '../harness/contracts/requirement.ts';
import type { CaseResult, Run } from '../harness/contracts/run.ts';
import { SANDBOX_NOTE } from '../harness/contracts/run-form.ts';
import { INCOMPLETE } from './closing.ts';
import { commonReason, type RequirementResult, requirementResults } from './summary.ts';

/** A requirement on one target, with its points. */
export interface GradedRequirement extends RequirementResult {
  /** What it earned: all or nothing. */
  readonly points: number;
  /** What it can earn; 0 where it does not count. */
  readonly of: number;
}

/** What the requirements of a target, or of several, come to. */
export interface Grade {
  readonly rows: readonly GradedRequirement[];
  readonly points: number;
  readonly of: number;
  /** Points of requirements that were not concluded, or in which the harness failed: neither earned nor lost. */
  readonly open: number;
}

/** What a requirement is worth where the profile does not say otherwise. */
const POINTS: Readonly<Record<Level, number>> = { MUST: 1, SHOULD: 0.5, MAY: 0 };

/** What the requirement of a case is worth: as the profile says, or by its level. */
export function worthOf({ level, points }: { readonly level: Level; readonly points?: number | undefined }): number {
  return points ?? POINTS[level];
}

/**
 * Grades cases by requirement. A pass earns its points, whatever the baseline knows; nothing else does. A requirement that
 * is not applicable does not count, but for a MAY that the profile gives points to: not to do what one may is no failure,
 * and earns none.
 */
export function gradeOf(cases: readonly CaseResult[]): Grade {
  const rows = requirementResults(cases).map(graded);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    rows,
    points: sum(rows.map(({ points }) => points)),
    of: sum(rows.map((row) => row.of)),
    open: sum(rows.filter(isOpen).map((row) => row.of)),
  };
}

/** Whether nothing can be said of the implementation: such a row has no points, and must not look as if it had earned none. */
export function isOpen({ verdict }: RequirementResult): boolean {
  return verdict === 'inconclusive' || verdict === 'error';
}

/** Why a run has no grade: in a few words, and the reason in a sentence. */
export interface Ungraded {
  readonly name: string;
  readonly why: string;
}

/** Why a run cannot be graded; undefined where it can. A grade of 0 of 0 is never given. */
export function whyUngraded(run: Run): Ungraded | undefined {
  const { cases, complete, conclusion } = run;
  if (!cases.some(isJudged)) return { name: 'nothing was judged', why: commonReason(cases) || conclusion };
  if (!complete) return { name: 'the run was not finished', why: INCOMPLETE };
  if (gradeOf(cases).of === 0)
    return { name: 'nothing has points', why: 'no requirement that was judged has points in the profile' };
  return undefined;
}

/** Whether a case says something of the implementation. */
function isJudged({ verdict }: CaseResult): boolean {
  return verdict === 'pass' || verdict === 'fail' || verdict === 'warning';
}

/** Which limits of its sandbox a program has met, each in one sentence. */
export function limitsMet(cases: readonly CaseResult[]): readonly string[] {
  return [...new Set(cases.flatMap(({ notes }) => notes.filter((note) => note.startsWith(SANDBOX_NOTE))))];
}

/** "3.5 of 12 points", and how many of them are open. */
export function gradeWords({ points, of, open }: Grade): string {
  const rest = open === 0 ? '' : `; ${open} of them ${open === 1 ? 'is' : 'are'} open, since nothing was concluded`;
  return `${points} of ${of} points${rest}`;
}

function graded(row: RequirementResult): GradedRequirement {
  const { verdict, level, cases } = row;
  const worth = worthOf({ level, points: cases.find(({ points }) => points !== undefined)?.points });
  const counts = verdict !== 'not-applicable' || level === 'MAY';
  return { ...row, points: verdict === 'pass' ? worth : 0, of: counts ? worth : 0 };
}
