import { listRequirements, type RequirementTable } from '../contracts/requirement-table.ts';
import type { CaseBody, CaseRow, Cases } from '../engine/cases.ts';
import type { ClientContext } from '../engine/client/client-context.ts';
import { clientSuite as engineClientSuite } from '../engine/client/client-suite.ts';
import type { PlainExchange } from '../engine/client/plain-exchange.ts';
import type { CaseContext } from '../engine/server/context.ts';
import { serverSuite as engineServerSuite } from '../engine/server/server-suite.ts';
import type { SuiteOptions } from '../engine/server/suite-options.ts';
import type { Suite } from '../engine/suite.ts';
import { checkCases, checkOptions, checkPlain, checkTable } from './checks.ts';
import { toldApart } from './suite-failure.ts';

/** A suite that was made here. */
export interface OwnSuite {
  readonly suite: Suite;
  readonly role: 'server' | 'client';
}

const made = new WeakMap<object, OwnSuite>();

/** The suite that a value is, where it was made by `serverSuite` or `clientSuite` of this thread. */
export function madeHere(value: unknown): OwnSuite | undefined {
  return typeof value === 'object' && value !== null ? made.get(value) : undefined;
}

/**
 * The suite of the servers of one protocol over TCP. `cases` calls `check` once for each case, at once; nothing is begun until
 * the suite is run. Throws an error that says what is wrong where the table, the options or the cases are no such.
 */
export function serverSuite<Key extends string, Plain>(
  table: RequirementTable<Key>,
  options: SuiteOptions<Plain, NoInfer<Key>>,
  cases: Cases<CaseContext<Plain>, NoInfer<Key>>,
): Suite {
  checkTable(table, 'server');
  checkOptions(table, options);
  const { client, grounds = [], ...others } = options;
  const told = { client: toldApart(client), grounds: grounds.map((one) => ({ ...one, holds: toldApart(one.holds) })) };
  return noted(engineServerSuite(table, { ...others, ...told }, whereBodiesAreTold(cases)), 'server');
}

/**
 * The same of clients, which are launched once a case. `plain` is what every client of the protocol can do where nothing goes
 * wrong: nothing that a client does counts unless it can do that.
 */
export function clientSuite<Key extends string>(
  table: RequirementTable<Key>,
  plain: PlainExchange,
  cases: Cases<ClientContext, NoInfer<Key>>,
): Suite {
  checkTable(table, 'client');
  checkPlain(table, plain);
  return noted(engineClientSuite(table, toldApart(plain), whereBodiesAreTold(cases)), 'client');
}

function noted(suite: Suite, role: OwnSuite['role']): Suite {
  checkCases(listRequirements(suite.table), suite.caseIds());
  made.set(suite, { suite, role });
  return suite;
}

/** The same cases; what a body throws that is no verdict is told as the suite's own failure. */
function whereBodiesAreTold<Context, Key extends string>(cases: Cases<Context, Key>): Cases<Context, Key> {
  return (check) => {
    function checkTold<Row extends CaseRow>(
      id: Key,
      ...rest: [CaseBody<Context, undefined>] | [readonly Row[], CaseBody<Context, Row>]
    ): void {
      if (rest.length === 1) check(id, toldApart(rest[0]));
      else check(id, rest[0], toldApart(rest[1]));
    }
    // TypeScript lets an async function pass for one of no value: what it does behind its first await would be no case.
    const returned: unknown = cases(checkTold);
    if (returned instanceof Promise)
      throw new TypeError('expected cases that are named at once, found an async function');
  };
}
