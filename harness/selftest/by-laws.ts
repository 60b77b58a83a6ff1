import { isDeepStrictEqual } from 'node:util';
import type { CaseResult, Run } from '../contracts/run.ts';
import { judgedOnceMore } from './again.ts';
import { noteFound } from './golden-files.ts';
import { type JudgingOptions, judge } from './judging.ts';
import type { Subject } from './subject.ts';
import { right, rowsOf, type Verdicts, verdictsOn } from './verdicts.ts';

/** What laws said of subjects. */
export interface ByLaws {
  readonly casesOf: (subject: Subject) => readonly CaseResult[];
  /** What was said against what is known. A law that does not apply to the protocol is not broken there. */
  readonly verdictsOn: (subject: Subject) => Verdicts;
  /** The laws that a subject breaks, by suite and name, but for those that do not apply. */
  readonly broken: (subject: Subject) => readonly string[];
}

/**
 * Judges subjects in one run, and those by themselves once more that were not judged rightly, or are careful and were left open:
 * the first run keeps every processor busy. What is judged again is told.
 */
export async function judgeByLaws(subjects: readonly Subject[], options: JudgingOptions): Promise<ByLaws> {
  const judged = await judgedByLaws(subjects, options);
  noteFound(subjects, judged.casesOf);
  return judged;
}

/** The same, and nothing of what was said is noted. */
export async function judgedByLaws(subjects: readonly Subject[], options: JudgingOptions): Promise<ByLaws> {
  const run = await judge(subjects, options);
  const first = byLaws(() => run);
  const unsettled = subjects.filter((subject) => !isSettled(first, subject));
  const wrong = judgedOnceMore(unsettled, first.verdictsOn);
  if (wrong.length === 0) return first;
  const again = await judge(
    wrong.map((subject) => withoutSettled(first, subject)),
    { ...options, name: `${options.name}-again` },
  );
  const known = new Map(wrong.map((subject) => [subject, [...settledCases(first, subject), ...again.cases]]));
  return byLaws((subject) => ({ ...run, cases: known.get(subject) ?? run.cases }));
}

/** What need not be judged once more: of a careful subject that was judged rightly all that was not left open. */
function settledCases(judged: ByLaws, subject: Subject): readonly CaseResult[] {
  if (!isDeepStrictEqual(judged.verdictsOn(subject), right)) return [];
  const cases = judged.casesOf(subject);
  const open = new Set(cases.filter(({ verdict }) => verdict === 'inconclusive').map(({ requirement }) => requirement));
  return cases.filter(({ requirement }) => !open.has(requirement));
}

function withoutSettled(judged: ByLaws, subject: Subject): Subject {
  const settled = new Set(settledCases(judged, subject).map(({ requirement }) => requirement));
  return { ...subject, target: { ...subject.target, skip: [...(subject.target.skip ?? []), ...settled] } };
}

function isSettled(judged: ByLaws, subject: Subject): boolean {
  const isToBeOpen = subject.expects?.unjudged !== undefined;
  const isOpen = isCareful(subject) && !isToBeOpen && rowsOf(judged.casesOf(subject), 'inconclusive').length > 0;
  return !isOpen && isDeepStrictEqual(judged.verdictsOn(subject), right);
}

/** What is known to break nothing is careful; a null target is no implementation at all. */
function isCareful({ kind, breaks }: Subject): boolean {
  return kind !== 'null' && breaks.length === 0;
}

function byLaws(runOf: (subject: Subject) => Run): ByLaws {
  const casesOf: ByLaws['casesOf'] = (subject) => runOf(subject).cases.filter(({ target }) => target === subject.name);
  const brokenHere = (subject: Subject): Subject => {
    const cases = casesOf(subject);
    const open = rowsOf(cases, 'not-applicable');
    const judged = rowsOf(cases, 'pass', 'fail', 'warning', 'inconclusive', 'error');
    return { ...subject, breaks: subject.breaks.filter((row) => !open.includes(row) || judged.includes(row)) };
  };
  return {
    casesOf,
    verdictsOn: (subject) => verdictsOn(brokenHere(subject), runOf(subject)),
    broken: (subject) => brokenHere(subject).breaks.map((row) => `${subject.target.suite.split('/')[1]}/${row}`),
  };
}
