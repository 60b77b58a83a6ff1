import { suiteAt } from '../../../suites/index.ts';
import type { TargetMeans, TargetPlan, WorkerPlan } from '../../contracts/plan.ts';
import type { CaseResult, RunTarget } from '../../contracts/run.ts';
import type { Tested } from '../../contracts/tested.ts';
import { formatAddress } from '../../targets/address.ts';
import { captureText } from './capture-plans.ts';
import { distinctTested } from './merge.ts';
import { quickExtent } from './quick.ts';

/**
 * Targets as the report of these cases names them: one of a quick plan with its extent, and what an earlier run has judged;
 * with what each was when it was judged, by its name.
 */
export function runTargets(
  plans: readonly WorkerPlan[],
  cases: readonly CaseResult[],
  tested: (target: string) => readonly Tested[],
): Promise<readonly RunTarget[]> {
  return Promise.all(
    plans.map(async (plan) => {
      const looked = tested(plan.target.name);
      const target = { ...runTarget(plan.target), ...(looked.length === 0 ? {} : { tested: distinctTested(looked) }) };
      const quick = await quickExtent(plan);
      const there = cases.filter((one) => one.target === target.name).length;
      return quick === undefined ? target : { ...target, quick: { ...quick, cases: Math.max(quick.cases, there) } };
    }),
  );
}

/** The same by what is declared of it. */
export function runTarget({ name, suite, means }: TargetPlan): RunTarget {
  const { protocol, role } = suiteAt(suite);
  return { name, protocol, role, kind: means.kind, address: addressText(means) };
}

function addressText(means: TargetMeans): string {
  if (means.kind === 'exec') return means.command;
  if (means.kind === 'capture') return captureText(means);
  return means.kind === 'reference' ? means.endpoint : formatAddress(means);
}
