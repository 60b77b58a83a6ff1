import { afterAll, describe, inject, type TestContext, test } from 'vitest';
import type { WorkerPlan } from '../contracts/plan.ts';
import type { TakenBack } from './case-record.ts';
import type { TakeBack } from './judging.ts';
import type { RunnableCase, Suite } from './suite.ts';
import { takeTurn } from './turns.ts';
import { beating } from './watchdog.ts';
import './worker-plan.ts';

/**
 * Makes a file of vitest's out of the next turn: each plan is a `describe` named after its target, each case a test that
 * leaves its record in the task's meta. `suiteOf` loads the suite of a plan, and what its target needs.
 */
export async function judgeNextTurn(suiteOf: (plan: WorkerPlan) => Promise<Suite>): Promise<void> {
  for (const plan of takeTurn(inject('sockspec'))) {
    const { cases, concurrent, timeoutMs, close } = (await suiteOf(plan)).open(plan);
    describe(plan.target.name, () => {
      afterAll(close, timeoutMs);
      for (const one of cases) test(one.id, { timeout: timeoutMs, concurrent }, (context) => judge(one, context));
    });
  }
}

/** Leaves the record where the main thread finds it, and tells vitest how the case went. */
async function judge({ run }: RunnableCase, { signal, skip, task }: TestContext): Promise<void> {
  const takenBack = new Map<string, TakenBack>();
  const takeBack: TakeBack = (id, record) => {
    takenBack.set(id, { id, record });
    task.meta.sockspecTakenBack = [...takenBack.values()];
  };
  const record = await beating(task.name, () => run(signal, takeBack));
  if (record === undefined) return skip('interrupted');
  task.meta.sockspec = record;
  if (record.verdict === 'fail' || record.verdict === 'error') throw new Error(record.reason);
  if (record.verdict === 'inconclusive' || record.verdict === 'not-applicable') skip(record.reason);
}
