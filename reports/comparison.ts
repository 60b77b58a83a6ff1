import type { Level } from '../harness/contracts/requirement.ts';
import type { CaseResult, Run } from '../harness/contracts/run.ts';
import type { Verdict } from '../harness/contracts/verdict.ts';
import { differencesOf } from './differences.ts';
import { suiteOf } from './summary.ts';

/**
 * What may become of a case from one run to the next, and its words. regressed: it is broken, and was not, or was not seen
 * to be; new-failure: it is broken, and there was no such case; lost: it was concluded, and is no more; mended: it was
 * broken, and passes; gained: it was not concluded, and passes; new, gone: there was no such case, there is none any more.
 */
export const changeWords = {
  regressed: 'regressed',
  'new-failure': 'new and broken',
  lost: 'no longer concluded',
  mended: 'mended',
  gained: 'concluded now',
  new: 'new',
  gone: 'gone',
} as const;

export type Change = keyof typeof changeWords;

/** A case that is not what it was. */
export interface ChangedCase {
  readonly change: Change;
  readonly id: string;
  readonly requirement: string;
  readonly target: string;
  readonly level: Level;
  /** Undefined where there was no such case. */
  readonly before: Verdict | undefined;
  /** Undefined where there is no such case any more. */
  readonly after: Verdict | undefined;
  /** The reason of the later verdict, of the earlier one for a case that is gone. */
  readonly reason: string;
  readonly reproduce: string;
}

/** What one run says against an earlier one. */
export interface Comparison {
  /** What the runs were judged by that is not the same, a line each: where there is any, a change may come of it. */
  readonly differences: readonly string[];
  /** In the order of `changeWords`, and of the runs. */
  readonly changed: readonly ChangedCase[];
  /** Cases of both runs. */
  readonly common: number;
  /** Of these, cases that are broken still. */
  readonly stillBroken: number;
}

/**
 * Compares a run with an earlier one, case by case (reports/README.md, "Comparison"). A case is the same where its id
 * and target are; where each run has one target of a suite, these are taken for the same: an address may have changed.
 */
export function compareRuns(earlier: Run, later: Run): Comparison {
  const same = targetNames(earlier, later);
  const before = new Map(earlier.cases.map((one) => [keyOf(one, same), one]));
  const after = new Map(later.cases.map((one) => [keyOf(one, same), one]));
  const pairs = [...new Set([...after.keys(), ...before.keys()])].map(
    (key) => [before.get(key), after.get(key)] as const,
  );
  const changed = pairs.flatMap(([old, now]) => changedCase(old, now));
  return {
    differences: differencesOf(earlier, later),
    changed: Object.keys(changeWords).flatMap((change) => changed.filter((one) => one.change === change)),
    common: pairs.filter(([old, now]) => old !== undefined && now !== undefined).length,
    stillBroken: pairs.filter(([old, now]) => isBroken(old) && isBroken(now)).length,
  };
}

/** The name that stands for a target of a suite: none where there is one in both runs. */
function targetNames(...runs: readonly Run[]): (one: CaseResult) => string {
  const named = runs.map((run) => {
    const names = new Map<string, Set<string>>();
    for (const { requirement, target } of run.cases) {
      const suite = suiteOf(requirement);
      names.set(suite, (names.get(suite) ?? new Set()).add(target));
    }
    return names;
  });
  return ({ requirement, target }) =>
    named.every((names) => (names.get(suiteOf(requirement))?.size ?? 0) <= 1) ? '' : target;
}

function keyOf(one: CaseResult, nameOf: (one: CaseResult) => string): string {
  return JSON.stringify([nameOf(one), one.id]);
}

function changedCase(old: CaseResult | undefined, now: CaseResult | undefined): readonly ChangedCase[] {
  const change = changeOf(old, now);
  const shown = now ?? old;
  if (change === undefined || shown === undefined) return [];
  const { id, requirement, target, level, reason, reproduce } = shown;
  return [{ change, id, requirement, target, level, before: old?.verdict, after: now?.verdict, reason, reproduce }];
}

function changeOf(old: CaseResult | undefined, now: CaseResult | undefined): Change | undefined {
  if (now === undefined) return 'gone';
  if (old === undefined) return isBroken(now) ? 'new-failure' : 'new';
  if (isBroken(now)) return isBroken(old) ? undefined : 'regressed';
  if (now.verdict === 'pass') {
    if (isBroken(old)) return 'mended';
    return old.verdict === 'pass' ? undefined : 'gained';
  }
  return isBroken(old) || old.verdict === 'pass' ? 'lost' : undefined;
}

/** Broken, or the harness failed in it: it cannot be relied upon. */
function isBroken(one: CaseResult | undefined): boolean {
  return one !== undefined && (one.verdict === 'fail' || one.verdict === 'warning' || one.verdict === 'error');
}
