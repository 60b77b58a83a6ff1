import { verdictsByGravity } from '../harness/contracts/gravity.ts';
import type { CaseResult } from '../harness/contracts/run.ts';
import { caseLines } from './details.ts';
import type { Paint } from './paint.ts';
import { isFailure, type RequirementResult, requirementResults } from './summary.ts';

/** Every failure, warning, error and flaky case, and what a gate counts as one, in detail, a block each; of one requirement the gravest three. */
export function troubleLines(
  cases: readonly CaseResult[],
  width: number,
  paint: Paint,
): readonly (readonly string[])[] {
  return requirementResults(cases).flatMap((row) => requirementBlocks(row, width, paint));
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

function requirementBlocks(row: RequirementResult, width: number, paint: Paint): readonly (readonly string[])[] {
  const { shown, rest } = troubled(row);
  return [
    ...shown.map((result) => caseLines(result, { width, lines: 8, events: 8 }, paint)),
    ...(rest.length > 0 ? [[`… and ${rest.length} more of the same requirement`]] : []),
  ];
}

/** True for what a reader looks into: a failure, a warning, an error, a verdict that differs between attempts. */
export function isTroubled(result: CaseResult): boolean {
  const { verdict, flaky } = result;
  return flaky || verdict === 'fail' || verdict === 'warning' || verdict === 'error' || isFailure(result);
}

/** For sorting: the gravest first. */
export function gravity({ verdict }: CaseResult): number {
  return verdictsByGravity.indexOf(verdict);
}
