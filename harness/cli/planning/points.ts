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
