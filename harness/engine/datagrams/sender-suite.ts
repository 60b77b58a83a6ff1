import type { RequirementTable } from '../../contracts/requirement-table.ts';
import type { Cases } from '../cases.ts';
import { startedRunner } from '../client/client-suite.ts';
import { defineSuite, type Suite } from '../suite.ts';
import { openSenderContext, type SenderContext } from './sender-context.ts';

/** The suite of one protocol's senders: independent programs, so that their cases overlap and cost no more than the longest. */
export function senderSuite<Key extends string>(
  table: RequirementTable<Key>,
  cases: Cases<SenderContext, NoInfer<Key>>,
): Suite {
  return defineSuite<Key, SenderContext>(table, cases, (plan) => startedRunner(plan, openSenderContext));
}
