import { type Bearing, bearingOf, rootOf } from '../../reports/causes.ts';
import type { Requirement } from '../contracts/requirement.ts';
import type { CaseResult } from '../contracts/run.ts';

/** Whether cases of a requirement, on a target, are still to come. */
export type IsPending = (target: string, requirement: string) => boolean;

/**
 * Whether a case has failed that nothing explains (`--first`): no other failure of its target, and none that can still
 * come. A failure that waits for a cause to be judged does not count yet. An error of the harness always counts, a known
 * failure never.
 */
export function hasFirst(
  cases: readonly CaseResult[],
  isPending: IsPending,
  requirements: ReadonlyMap<string, Requirement>,
): boolean {
  if (cases.some(({ verdict }) => verdict === 'error')) return true;
  const causesOf = (id: string): readonly string[] => requirements.get(id)?.dependsOn ?? [];
  return cases
    .filter(({ verdict, known }) => verdict === 'fail' && known === undefined)
    .some((one) => {
      const others = cases.filter(({ target }) => target === one.target);
      const bearing = (id: string): Bearing => {
        const own = others.filter(({ requirement }) => requirement === id);
        return isPending(one.target, id) ? 'explains' : bearingOf(own, one);
      };
      return rootOf({ id: one.requirement, dependsOn: causesOf(one.requirement) }, causesOf, bearing) === undefined;
    });
}
