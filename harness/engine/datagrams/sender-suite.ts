import type { WorkerPlan } from '../../contracts/plan.ts';
import type { RequirementTable } from '../../contracts/requirement-table.ts';
import type { Cases } from '../cases.ts';
import { startedRunner } from '../client/client-suite.ts';
import { caseLimits } from '../limits.ts';
import { defineSuite, type Suite } from '../suite.ts';
import { watchedMs } from './every-datagram.ts';
import { openSenderContext } from './open-sender-context.ts';
import type { SenderContext } from './sender-context.ts';

/** The suite of one protocol's senders: independent programs, so that their cases overlap and cost no more than the longest. */
export function senderSuite<Key extends string>(
  table: RequirementTable<Key>,
  cases: Cases<SenderContext, NoInfer<Key>>,
): Suite {
  return defineSuite<Key, SenderContext>(table, cases, (plan) => startedRunner(withTimeFor(plan), openSenderContext));
}

/** A case lasts long enough for its sender to start and to be watched, whatever its interval. */
function withTimeFor(plan: WorkerPlan): WorkerPlan {
  const limits = caseLimits(plan.target.limits);
  const caseMs = Math.max(limits.caseMs, limits.launchMs + 2 * watchedMs(limits));
  return { ...plan, target: { ...plan.target, limits: { ...plan.target.limits, caseMs } } };
}
