import type { RequirementResult, SuiteResult } from '../summary.ts';

/** A suite with the name that a link to it has on the page, and its requirements with theirs. */
export interface PlacedSuite extends Omit<SuiteResult, 'requirements'> {
  readonly anchor: string;
  readonly requirements: readonly PlacedRequirement[];
}

export interface PlacedRequirement extends RequirementResult {
  readonly anchor: string;
}

/**
 * Gives every suite and requirement its anchor: its id, so that a link can be written by hand, of the second target on
 * with `~2` and so on behind it. An anchor is made of letters, digits, `/`, `.`, `_`, `-` and that `~`, whatever the id is.
 */
export function placed(suites: readonly SuiteResult[]): readonly PlacedSuite[] {
  const times = new Map<string, number>();
  const anchorOf = (id: string): string => {
    const name = id.replace(/[^\w/.-]/g, '_') || '_';
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return time === 1 ? name : `${name}~${time}`;
  };
  return suites.map((suite) => ({
    ...suite,
    anchor: anchorOf(suite.suite),
    requirements: suite.requirements.map((row) => ({ ...row, anchor: anchorOf(row.requirement) })),
  }));
}
