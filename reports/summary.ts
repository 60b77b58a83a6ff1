import { gravestVerdict } from '../harness/contracts/gravity.ts';
import type { Level } from '../harness/contracts/requirement.ts';
import type { CaseResult, Run, RunTarget, Summary } from '../harness/contracts/run.ts';
import type { Verdict } from '../harness/contracts/verdict.ts';
import { whyNotWhole } from './whole.ts';

/** What the cases of one requirement, on one target, come to. */
export interface RequirementResult {
  readonly requirement: string;
  readonly level: Level;
  readonly target: string;
  /** The gravest verdict of its cases. */
  readonly verdict: Verdict;
  /** The first reason that a case of that verdict gives; empty for none. */
  readonly reason: string;
  readonly flaky: boolean;
  /** Why its cases are known to fail; empty where one of that verdict is not known. */
  readonly known: string;
  /** The failed requirement of the same target that all which is wrong here usually comes of; empty for none. */
  readonly explainedBy: string;
  /** In the order of the run. */
  readonly cases: readonly CaseResult[];
}

/** The cases of one suite on one target; empty where the target's own suite had none. */
export interface SuiteResult {
  readonly suite: string;
  readonly target: string;
  /** How the target was reached; undefined for a name that the run does not explain. */
  readonly reached: RunTarget | undefined;
  readonly cases: readonly CaseResult[];
  readonly requirements: readonly RequirementResult[];
}

/** Whether a case fails the run: by its verdict, unless that is known, or by a gate. All formats count alike. */
export function isFailure({ verdict, failsRun, known }: CaseResult): boolean {
  return (verdict === 'fail' && known === undefined) || failsRun === true;
}

/** Whether a case that fails the run is of a requirement that failed: not one that was not concluded, nor a known failure that passed. */
export function hasFailed(result: CaseResult): boolean {
  return isFailure(result) && (result.verdict === 'fail' || result.verdict === 'warning');
}

/** Whether a case is a failure, or the harness's own error. */
export function isNotOk(result: CaseResult): boolean {
  return isFailure(result) || result.verdict === 'error';
}

/** Whether a case says nothing of the implementation that counts in the run: it is not concluded, or known to fail. */
export function isSkipped(result: CaseResult): boolean {
  const { verdict, known } = result;
  return (verdict === 'inconclusive' || verdict === 'not-applicable' || known !== undefined) && !isFailure(result);
}

/** Counts cases by verdict. */
export function summarize(cases: readonly CaseResult[]): Summary {
  const count = (verdict: Verdict) => cases.filter((result) => result.verdict === verdict).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    warning: count('warning'),
    inconclusive: count('inconclusive'),
    notApplicable: count('not-applicable'),
    error: count('error'),
  };
}

/** The cases of one target, in the order of the run. */
export function casesOn({ name }: Pick<RunTarget, 'name'>, cases: readonly CaseResult[]): readonly CaseResult[] {
  return cases.filter(({ target }) => target === name);
}

/** True for what a reader looks into: a failure, a warning, an error, a verdict that differs between attempts. */
export function isTroubled(result: CaseResult): boolean {
  const { verdict, flaky } = result;
  return flaky || verdict === 'fail' || verdict === 'warning' || verdict === 'error' || isFailure(result);
}

/** Groups cases by target and requirement, in the order of their first cases. */
export function requirementResults(cases: readonly CaseResult[]): readonly RequirementResult[] {
  const rows = grouped(cases, (result) => [result.target, result.requirement]).flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [requirementResult(first, group)];
  });
  const keyOf = (target: string, requirement: string): string => JSON.stringify([target, requirement]);
  const roots = new Set(
    rows
      .filter(({ explainedBy, cases: own }) => explainedBy === '' && own.some(isTroubled))
      .map(({ target, requirement }) => keyOf(target, requirement)),
  );
  // A part of a run may lack the cause: nothing is folded under what nobody sees.
  return rows.map((row) => (roots.has(keyOf(row.target, row.explainedBy)) ? row : { ...row, explainedBy: '' }));
}

/** Groups a run by target and suite: the targets in their order, then suites that no target declares. */
export function suiteResults(run: Run): readonly SuiteResult[] {
  const declared = run.targets.map((target) => ({ target: target.name, suite: suiteOfTarget(target) }));
  const judged = run.cases.map((result) => ({ target: result.target, suite: suiteOf(result.requirement) }));
  return grouped([...declared, ...judged], ({ target, suite }) => [target, suite]).flatMap(([place]) => {
    if (place === undefined) return [];
    const cases = run.cases.filter(
      (result) => result.target === place.target && suiteOf(result.requirement) === place.suite,
    );
    return [{ ...place, reached: reachedTarget(run, place), cases, requirements: requirementResults(cases) }];
  });
}

/** A requirement's name below the title of its suite, which holds the front of the id. */
export function shortName({ requirement }: RequirementResult): string {
  return requirement.split('/').at(-1) ?? requirement;
}

/** How many cases passed: "4" for all of 4, "3/4" for some. */
export function passedOf({ cases }: RequirementResult): string {
  const passed = cases.filter(({ verdict }) => verdict === 'pass').length;
  return passed === cases.length ? String(passed) : `${passed}/${cases.length}`;
}

const FLAKY = 'flaky: ';

/** Why a requirement has its verdict, where there is anything to say; of one that is folded, under which. */
export function reasonOf(row: RequirementResult): string {
  const { explainedBy } = row;
  if (explainedBy === '') return ownReasonOf(row);
  return ownReasonOf({ ...row, reason: `depends on ${explainedBy.split('/').at(-1)}: mend that first` });
}

/** The same for a report that tells of each requirement by itself: one that is folded has its own reason there. */
export function ownReasonOf({ flaky, known, reason }: Pick<RequirementResult, 'flaky' | 'known' | 'reason'>): string {
  // A case that was repeated says so itself, with its verdicts.
  const marks = [
    ...(flaky && !reason.startsWith(FLAKY) ? ['flaky'] : []),
    ...(known === '' ? [] : [`known (${known})`]),
  ];
  return [...marks, ...(reason === '' ? [] : [reason])].join(': ');
}

/** Shorter reasons are said again: to look them up would take longer. */
const SHORT_REASON = 40;

/** The reasons of the rows of one table: one that stood there before names the row in which it did. */
export function reasonsOf(
  rows: readonly RequirementResult[],
  textOf: (row: RequirementResult) => string = reasonOf,
): readonly string[] {
  const said = new Map<string, string>();
  return rows.map((row) => {
    const reason = textOf(row);
    const before = said.get(reason);
    if (before !== undefined) return `as for ${before}`;
    if (reason.length > SHORT_REASON && row.explainedBy === '') said.set(reason, shortName(row));
    return reason;
  });
}

/** How many MUSTs (requirements, each once a target) have an inconclusive case and no failed one. */
export function unconcludedMusts(cases: readonly CaseResult[]): number {
  return requirementResults(cases).filter(
    ({ level, cases: own }) =>
      level === 'MUST' &&
      own.some(({ verdict }) => verdict === 'inconclusive') &&
      own.every(({ verdict }) => verdict !== 'fail'),
  ).length;
}

/** A target of which nothing was concluded, and why. */
export interface UnjudgedTarget {
  readonly name: string;
  /** What most of its cases say. */
  readonly reason: string;
}

/** What unjudged targets are found by: a run, or what one is made of. */
export type Judged = Pick<Run, 'targets' | 'cases' | 'notJudged'> & Partial<Pick<Run, 'parts'>>;

/**
 * The targets of which nothing was concluded: no case of theirs came to a verdict, or none but known failures while MUSTs are
 * open. One without a case was not meant. A run that names them has counted already; it names those too whose cases are not those
 * of one whole.
 */
export function unjudgedTargets({ targets, cases, notJudged, parts = [] }: Judged): readonly UnjudgedTarget[] {
  const notWhole = whyNotWhole({ targets, parts });
  const names = new Set(targets.map(({ name }) => name));
  return [...names].flatMap((name) => {
    const own = cases.filter(({ target }) => target === name);
    const isUnjudged = notJudged?.includes(name) ?? (own.length > 0 && tellsNothing(own));
    const lacking = own.some(isConcluded) ? notWhole.get(name) : undefined;
    const open = own.filter((one) => !isConcluded(one));
    return isUnjudged ? [{ name, reason: lacking ?? commonReason(open.length === 0 ? own : open) }] : [];
  });
}

/** A gate is not green where all that it has seen is what it knew to fail. */
function tellsNothing(own: readonly CaseResult[]): boolean {
  const concluded = own.filter(isConcluded);
  const isKnown = concluded.every(({ known, failsRun }) => known !== undefined && failsRun !== true);
  return isKnown && (concluded.length === 0 || unconcludedMusts(own) > 0);
}

/** Whether a case says anything of the implementation, or that the harness failed. */
export function isConcluded({ verdict }: CaseResult): boolean {
  return verdict !== 'inconclusive' && verdict !== 'not-applicable';
}

/**
 * The reason that most cases give: those of a target that was never reached all say it, but for those that do not concern it.
 * Empty without a case.
 */
export function commonReason(cases: readonly CaseResult[]): string {
  const counts = new Map<string, number>();
  const concerned = cases.filter(({ verdict }) => verdict !== 'not-applicable');
  for (const { reason } of concerned.length === 0 ? cases : concerned)
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? '';
}

/** The suite that judges a target; captured frames have no role. */
export function suiteOfTarget({ protocol, role }: RunTarget): string {
  return role === '' ? protocol : `${protocol}/${role}`;
}

/** The suite of a requirement: its id without the last part. */
export function suiteOf(requirement: string): string {
  return requirement.split('/').slice(0, -1).join('/');
}

function requirementResult(first: CaseResult, cases: readonly CaseResult[]): RequirementResult {
  const verdict = gravestVerdict(cases.map((result) => result.verdict));
  const gravest = cases.filter((result) => result.verdict === verdict);
  const { requirement, level, target } = first;
  const troubled = cases.filter(isTroubled);
  const explained = troubled.every(({ explainedBy }) => explainedBy !== undefined);
  return {
    requirement,
    level,
    target,
    verdict,
    reason: gravest.find(({ reason }) => reason !== '')?.reason ?? '',
    flaky: cases.some((result) => result.flaky),
    known: gravest.every((result) => result.known !== undefined && !isFailure(result)) ? (gravest[0]?.known ?? '') : '',
    explainedBy: explained ? (troubled[0]?.explainedBy ?? '') : '',
    cases,
  };
}

function reachedTarget(run: Run, { target, suite }: { target: string; suite: string }): RunTarget | undefined {
  const named = run.targets.filter(({ name }) => name === target);
  return named.find((one) => suiteOfTarget(one) === suite) ?? named[0];
}

function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => readonly string[]): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
