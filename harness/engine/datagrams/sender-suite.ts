import type { RequirementTable } from '../../contracts/requirement-table.ts';
import type { Check } from '../cases.ts';
import { startedSuiteFor } from '../client/client-suite.ts';
import { openSenderContext, type SenderContext } from './sender-context.ts';

/** Opens the suite of one protocol's senders: independent programs, so that their cases overlap and cost no more than the longest. */
export function senderSuiteFor<Key extends string>(
  table: RequirementTable<Key>,
): { readonly check: Check<SenderContext, Key> } {
  return startedSuiteFor(table, openSenderContext);
}
