import type { RequirementTable } from '../../contracts/requirement-table.ts';
import type { Cases } from '../cases.ts';
import type { CaseContext } from '../server/context.ts';
import { serverSuite } from '../server/server-suite.ts';
import type { SuiteOptions } from '../server/suite-options.ts';
import type { Suite } from '../suite.ts';

/** The suite of one protocol's receivers: servers that nobody connects to, judged by the next datagram that they show. */
export function receiverSuite<Key extends string, Plain>(
  table: RequirementTable<Key>,
  options: Omit<SuiteOptions<Plain, NoInfer<Key>>, 'next'>,
  cases: Cases<CaseContext<Plain>, NoInfer<Key>>,
): Suite {
  return serverSuite(table, { ...options, next: 'the next datagram to be shown' }, cases);
}
