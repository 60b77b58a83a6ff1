import { verdictsByGravity } from '../harness/contracts/gravity.ts';
import type { CaseResult } from '../harness/contracts/run.ts';
import { caseLines } from './details.ts';
import { dependentReasons, dependentsList, type Root, rootsOf } from './folding.ts';
import type { Paint } from './paint.ts';
import { isTroubled, type RequirementResult, requirementResults } from './summary.ts';

/** What there is besides the cases: the width, and whether a reader is told how a failure is usually mended. */
export interface TroubleLimits {
  readonly width: number;
  readonly teaches: boolean;
}

/**
 * Every failure, warning, error and flaky case, and what a gate counts as one, in detail, a block each; of one requirement the
 * gravest three. One that another failure explains is named there.
 */
export function troubleLines(
  cases: readonly CaseResult[],
  limits: TroubleLimits,
  paint: Paint,
): readonly (readonly string[])[] {
  return rootsOf(requirementResults(cases)).flatMap((root) => rootBlocks(root, limits, paint));
}

/** The cases of a requirement that a reader looks into, gravest first: a few to show, and the rest. */
export function troubled({ cases }: RequirementResult): {
  readonly shown: readonly CaseResult[];
  readonly rest: readonly CaseResult[];
} {
  const found = cases.filter(isTroubled).sort((one, other) => gravity(one) - gravity(other));
  return { shown: found.slice(0, CASES_OF_ONE_REQUIREMENT), rest: found.slice(CASES_OF_ONE_REQUIREMENT) };
}

/** More failures of one requirement seldom say more. */
const CASES_OF_ONE_REQUIREMENT = 3;

/** Names of those that depend on a failure, and those of which it is told what was found. */
const NAMES = 30;
const REASONS = 12;

function foldedInto(
  dependents: readonly RequirementResult[],
  teaches: boolean,
): { readonly folded: string; readonly foldedReasons: readonly string[] } {
  return {
    folded: dependentsList(dependents, NAMES),
    foldedReasons: teaches ? dependentReasons(dependents, REASONS) : [],
  };
}

function rootBlocks(
  { row, dependents }: Root,
  { width, teaches }: TroubleLimits,
  paint: Paint,
): readonly (readonly string[])[] {
  const { shown, rest } = troubled(row);
  const limits = { width, lines: 8, events: 8, teaches };
  return [
    ...shown.map((result, index) =>
      caseLines(
        result,
        {
          ...limits,
          ...(index === 0 ? foldedInto(dependents, teaches) : { isAgain: true }),
          isAdvised: isAdvised(result, shown.slice(0, index)),
        },
        paint,
      ),
    ),
    ...(rest.length > 0 ? [[`… and ${rest.length} more of the same requirement`]] : []),
  ];
}

/** Whether one of the cases before has said what such a failure usually means. */
export function isAdvised({ failure }: CaseResult, before: readonly CaseResult[]): boolean {
  return before.some((one) => one.failure === failure);
}

/** For sorting: the gravest first. */
export function gravity({ verdict }: CaseResult): number {
  return verdictsByGravity.indexOf(verdict);
}
