import { worthOf } from '../../../reports/grading.ts';
import { suiteAt } from '../../../suites/index.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { Profile } from '../../contracts/profile.ts';
import type { CaseResult } from '../../contracts/run.ts';
import { meansRequirement } from '../../engine/selection.ts';
import { checkPatterns } from './requirements.ts';

/** What requirements are worth, by globs over their ids, as a profile says it. */
export type Points = NonNullable<Profile['points']>;

/** Throws a UsageError for a glob that means no requirement: its points would be nobody's. */
export function checkPoints(points: Points): void {
  checkPatterns('points', Object.keys(points));
}

/** The globs that mean no requirement by which these plans judge: their points are nobody's in this run. `more` are suites beside. */
export function idlePoints(points: Points, plans: readonly WorkerPlan[], more: readonly string[]): readonly string[] {
  const selected = plans.flatMap(({ target, selection: { suites, only, skip } }) => {
    const ids = suiteAt(target.suite).requirements.map(({ id }) => id);
    const isAmong = (id: string, patterns: readonly string[]): boolean =>
      patterns.length === 0 || patterns.some((pattern) => meansRequirement(pattern, id));
    // A pattern of one case leaves the others of its requirement.
    const isSkipped = (id: string): boolean =>
      skip.some((pattern) => !pattern.endsWith(']') && meansRequirement(pattern, id));
    return ids.filter((id) => isAmong(id, suites) && isAmong(id, only) && !isSkipped(id));
  });
  const ids = new Set([...selected, ...more.flatMap((path) => suiteAt(path).requirements.map(({ id }) => id))]);
  return Object.keys(points).filter((glob) => ![...ids].some((id) => meansRequirement(glob, id)));
}

/** What is said of the first requirement that is worth something else on another target; undefined where there is none. */
export function unevenPoints(cases: readonly CaseResult[]): string | undefined {
  const first = new Map<string, CaseResult>();
  const uneven = new Map<string, string>();
  for (const one of cases) {
    const other = first.get(one.requirement) ?? one;
    first.set(one.requirement, other);
    if (worthOf(one) === worthOf(other) || uneven.has(one.requirement)) continue;
    uneven.set(
      one.requirement,
      `${one.requirement} is worth ${worthOf(other)} on ${other.target} and ${worthOf(one)} on ${one.target}`,
    );
  }
  const [words, ...more] = uneven.values();
  if (words === undefined) return undefined;
  return `points differ: ${words}${more.length === 0 ? '' : `, and ${more.length} more do so`}`;
}

/** The cases, those marked whose requirement a glob means; of several that do, the last counts. */
export function withPoints(cases: readonly CaseResult[], points: Points): readonly CaseResult[] {
  const rules = Object.entries(points).toReversed();
  const known = new Map<string, number | undefined>();
  const pointsOf = (requirement: string): number | undefined => {
    if (!known.has(requirement))
      known.set(requirement, rules.find(([glob]) => meansRequirement(glob, requirement))?.[1]);
    return known.get(requirement);
  };
  return cases.map((one) => {
    const worth = pointsOf(one.requirement);
    return worth === undefined ? one : { ...one, points: worth };
  });
}
