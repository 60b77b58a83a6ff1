import { availableParallelism } from 'node:os';
import { suiteAt } from '../../../suites/index.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { CaseResult } from '../../contracts/run.ts';
import { unbuiltCases } from '../../engine/unbuilt-cases.ts';
import { type BuildProblem, build } from '../../targets/build.ts';
import type { ExecMeans } from '../../targets/exec-plan.ts';

/** What came of building the programs of a run. */
export interface Built {
  /** The plans whose program is there to be judged. */
  readonly plans: readonly WorkerPlan[];
  /** The cases of the others: nothing is concluded of them. */
  readonly unbuilt: readonly CaseResult[];
}

/**
 * Builds every program that is to be built, as many at a time as there are processors, those of one folder one after another:
 * each build once, whatever plans it is for. One that fails keeps no other from being judged.
 */
export async function buildAll(plans: readonly WorkerPlan[], signal: AbortSignal): Promise<Built> {
  const queue = [...byFolder(plans).values()];
  const problems = new Map<string, BuildProblem | undefined>();
  const next = async (): Promise<void> => {
    for (let folder = queue.shift(); folder !== undefined; folder = queue.shift())
      for (const [key, means] of folder) problems.set(key, await build(means, signal));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, next));
  const told = plans.map(async (plan): Promise<Built> => {
    const { means } = plan.target;
    const problem = means.kind === 'exec' ? problems.get(keyOf(means)) : undefined;
    if (problem === undefined) return { plans: [plan], unbuilt: [] };
    return { plans: [], unbuilt: await unbuiltCases(plan, await suiteAt(plan.target.suite).load(), problem) };
  });
  const all = await Promise.all(told);
  return { plans: all.flatMap((one) => one.plans), unbuilt: all.flatMap(({ unbuilt }) => unbuilt) };
}

/** What is to be built in each folder. */
function byFolder(plans: readonly WorkerPlan[]): ReadonlyMap<string, ReadonlyMap<string, ExecMeans>> {
  const folders = new Map<string, Map<string, ExecMeans>>();
  for (const { means } of plans.map(({ target }) => target)) {
    if (means.kind !== 'exec' || (means.cwd === undefined && means.build === undefined)) continue;
    const place = means.cwd ?? '';
    folders.set(place, (folders.get(place) ?? new Map<string, ExecMeans>()).set(keyOf(means), means));
  }
  return folders;
}

function keyOf({ cwd, folder, build: command, env }: ExecMeans): string {
  return JSON.stringify([cwd, folder, command, env]);
}
