import { suiteAt } from '../../suites/index.ts';
import type { CaseResult, Run } from '../contracts/run.ts';
import { saysTheSame, unlikeGolden } from './golden-files.ts';
import type { Subject } from './subject.ts';

/** What a run says of one subject, against what is known of it. All lists are empty, and all texts, where sockspec is right. */
export interface Verdicts {
  /** Requirements that it breaks and that are not red, each with what was said of its cases instead. */
  readonly missed: readonly string[];
  /** Requirements that are red though it does not break them. */
  readonly unrelated: readonly string[];
  /** Requirements with a case in which the harness itself failed. */
  readonly errors: readonly string[];
  /** Where the rows that are not judged, or that passed, are known: how they differ. */
  readonly unjudged: readonly string[];
  readonly passes: readonly string[];
  /** Reasons that are not as they must be, each behind its requirement. */
  readonly reasons: readonly string[];
  /** How what is said of its failures differs from what is recorded (`fixtures/golden/`), where each run says the same. */
  readonly words: readonly string[];
}

/** A subject that sockspec judges rightly. */
export const right: Verdicts = {
  missed: [],
  unrelated: [],
  errors: [],
  unjudged: [],
  passes: [],
  reasons: [],
  words: [],
};

/** Compares the verdicts of runs on one subject with what is known of it. Throws where they have no case of it. */
export function verdictsOn(subject: Subject, ...runs: readonly Run[]): Verdicts {
  const cases = runs.flatMap((run) => run.cases.filter((one) => one.target === subject.name));
  if (cases.length === 0) throw new Error(`no run has a case of ${subject.name}`);
  const { breaks, mayRedden, expects = {} } = subject;
  const red = rowsOf(cases, ...RED);
  return {
    missed: breaks.filter((row) => !red.includes(row)).map((row) => `${row}: ${saidOf(row, cases)}`),
    unrelated:
      expects.anyRed === true ? [] : red.filter((row) => !breaks.includes(row) && mayRedden[row] === undefined),
    errors: rowsOf(cases, 'error'),
    unjudged: difference(rowsOf(cases, 'inconclusive', 'not-applicable'), expects.unjudged),
    passes: [...difference(rowsOf(cases, 'pass'), expects.passes), ...otherwiseSeen(subject, cases)],
    reasons: [
      ...unlike(cases, RED, expects.redSays),
      ...unlike(cases, ['inconclusive'], expects.inconclusiveSays),
      ...otherReasons(cases, expects.reasons ?? {}),
      ...missingNote(cases, expects.noteSays),
    ],
    words: saysTheSame(subject) ? unlikeGolden(subject, cases) : [],
  };
}

const RED = ['fail', 'warning'] as const;

/** The verdicts and reasons of a requirement's cases, each pair once; in words where it has none. */
function saidOf(row: string, cases: readonly CaseResult[]): string {
  const said = cases.filter((one) => rowOf(one) === row).map(({ verdict, reason }) => `${verdict} ${reason}`.trim());
  return said.length === 0 ? 'no case' : [...new Set(said)].join('; ');
}

/** The requirements with a case of one of these verdicts, without their suite's path, each once and sorted. */
export function rowsOf(cases: readonly CaseResult[], ...verdicts: readonly string[]): readonly string[] {
  return [...new Set(cases.filter(({ verdict }) => verdicts.includes(verdict)).map(rowOf))].sort();
}

function rowOf({ requirement }: CaseResult): string {
  return requirement.split('/').at(-1) ?? '';
}

function difference(found: readonly string[], expected: readonly string[] | undefined): readonly string[] {
  if (expected === undefined) return [];
  return [
    ...expected.filter((row) => !found.includes(row)).map((row) => `not ${row}`),
    ...found.filter((row) => !expected.includes(row)),
  ];
}

/** Rows that passed though they are seen in other ways than those in which this subject may pass any. */
function otherwiseSeen({ target, expects }: Subject, cases: readonly CaseResult[]): readonly string[] {
  const ways = expects?.passesBy;
  if (ways === undefined) return [];
  const { rows } = suiteAt(target.suite).table;
  const mayPass = expects?.mayPass ?? [];
  return rowsOf(cases, 'pass').filter(
    (row) => !mayPass.includes(row) && !ways.some((way) => rows[row]?.seen.includes(way)),
  );
}

function unlike(
  cases: readonly CaseResult[],
  verdicts: readonly string[],
  pattern: RegExp | undefined,
): readonly string[] {
  if (pattern === undefined) return [];
  return cases
    .filter(({ verdict, reason }) => verdicts.includes(verdict) && !pattern.test(reason))
    .map((one) => `${rowOf(one)}: ${one.reason}`);
}

function otherReasons(cases: readonly CaseResult[], expected: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(expected).flatMap(([row, reason]) => {
    const found = cases.find((one) => rowOf(one) === row && one.verdict !== 'pass');
    const said = drawnByLot(found?.reason ?? 'passed');
    return said === reason ? [] : [`${row}: ${said}`];
  });
}

function missingNote(cases: readonly CaseResult[], pattern: RegExp | undefined): readonly string[] {
  const notes = cases.filter(({ verdict }) => verdict === 'pass').flatMap((one) => one.notes);
  return pattern === undefined || notes.some((note) => pattern.test(note)) ? [] : [`no passed case notes ${pattern}`];
}

/** Texts and groups that each run draws anew stand as TEXT and GROUP. */
function drawnByLot(reason: string): string {
  return reason.replace(/\b[a-zA-Z]{6,}[A-Z]{6}\b/g, 'TEXT').replace(/\b239\.255\.\d+\.\d+\b/g, 'GROUP');
}
