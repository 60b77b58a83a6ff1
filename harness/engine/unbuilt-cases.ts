import type { WorkerPlan } from '../contracts/plan.ts';
import type { CaseResult } from '../contracts/run.ts';
import type { BuildProblem } from '../targets/build.ts';
import { notApplicable, unjudged } from './attempt.ts';
import { recordOf } from './case-record.ts';
import { reproduce } from './reproduce.ts';
import type { Suite } from './suite.ts';

/**
 * The cases of a program that could not be built, each inconclusive unless its declaration says that it is not applicable; the
 * first that is inconclusive has what the build printed.
 */
export async function unbuiltCases(
  plan: WorkerPlan,
  suite: Suite,
  { reason, said }: BuildProblem,
): Promise<readonly CaseResult[]> {
  const target = plan.target.name;
  const left = suite.casesMeant(plan).filter(({ id }) => plan.judged?.includes(id) !== true);
  const reasons = await Promise.all(left.map((one) => one.declaredOut()));
  const first = reasons.indexOf(undefined);
  return left.map((one, index) => {
    const declared = reasons[index];
    const printed = index === first && said !== '' ? [{ t: 0, who: 'iut', what: 'output', text: said } as const] : [];
    const attempt = { ...(declared === undefined ? unjudged(reason) : notApplicable(declared)), evidence: printed };
    const { onWire: _, ...told } = recordOf(one, { target, from: 0, durationMs: 0 }, [attempt]);
    return { ...told, reproduce: reproduce(one.id, plan) };
  });
}
