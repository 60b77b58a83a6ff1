import type { WorkerPlan } from '../contracts/plan.ts';
import type { CaseResult } from '../contracts/run.ts';
import type { BuildProblem } from '../targets/build.ts';
import { unjudged } from './attempt.ts';
import { recordOf } from './case-record.ts';
import { reproduce } from './reproduce.ts';
import type { Suite } from './suite.ts';

/** The cases of a program that could not be built, each inconclusive; the first of them has what the build printed. */
export function unbuiltCases(plan: WorkerPlan, suite: Suite, { reason, said }: BuildProblem): readonly CaseResult[] {
  const target = plan.target.name;
  const left = suite.casesMeant(plan).filter(({ id }) => plan.judged?.includes(id) !== true);
  return left.map((one, index) => {
    const printed = index === 0 && said !== '' ? [{ t: 0, who: 'iut', what: 'output', text: said } as const] : [];
    const attempt = { ...unjudged(reason), evidence: printed };
    const { onWire: _, ...told } = recordOf(one, { target, from: 0, durationMs: 0 }, [attempt]);
    return { ...told, reproduce: reproduce(one.id, plan) };
  });
}
