import type { WorkerPlan } from '../contracts/plan.ts';
import type { CaseResult } from '../contracts/run.ts';
import { unjudged } from './attempt.ts';
import { recordOf } from './case-record.ts';
import { reproduce } from './reproduce.ts';
import type { Suite } from './suite.ts';

/**
 * The cases that plans mean and of which nobody has told, each as an error of the harness: whatever has become of a thread,
 * every case that was selected is in the report.
 */
export async function lostCases(
  plans: readonly WorkerPlan[],
  told: readonly CaseResult[],
  { errors, suiteOf }: { readonly errors: readonly string[]; readonly suiteOf: (plan: WorkerPlan) => Promise<Suite> },
): Promise<readonly CaseResult[]> {
  const known = new Set(told.map(({ target, id }) => JSON.stringify([target, id])));
  const lost = plans.map(async (plan) => {
    const target = plan.target.name;
    const meant = (await suiteOf(plan)).casesMeant(plan);
    const meantIds = new Set(meant.map(({ id }) => id));
    return meant
      .filter(({ id }) => plan.judged?.includes(id) !== true && !known.has(JSON.stringify([target, id])))
      .map((one) => {
        const own = errors.find((error) => error.startsWith(`${one.id}: `))?.slice(one.id.length + 2);
        const ofTarget = errors.find((error) => error.startsWith(`${target}: `));
        const why =
          own ?? ofTarget ?? errors.find((error) => !meantIds.has(error.split(': ', 1)[0] ?? '')) ?? 'nobody told why';
        const attempt = { ...unjudged(`the harness lost this case: ${why}`), verdict: 'error' } as const;
        const { onWire: _, ...told } = recordOf(one, { target, from: 0, durationMs: 0 }, [attempt]);
        return { ...told, reproduce: reproduce(one.id, plan) };
      });
  });
  return (await Promise.all(lost)).flat();
}
