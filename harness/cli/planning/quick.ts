import { suiteAt } from '../../../suites/index.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { RunTarget } from '../../contracts/run.ts';

/** How many cases a quick plan has, and of how many; undefined for one that leaves out none. */
export async function quickExtent(plan: WorkerPlan): Promise<RunTarget['quick']> {
  if (plan.quick !== true) return undefined;
  const suite = await suiteAt(plan.target.suite).load();
  return { cases: suite.casesMeant(plan).length, of: suite.casesMeant({ ...plan, quick: false }).length };
}
