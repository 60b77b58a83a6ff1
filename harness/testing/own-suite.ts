import { listRequirements, type RequirementTable } from '../contracts/requirement-table.ts';
import type { CaseBody, CaseRow, Cases } from '../engine/cases.ts';
import type { ClientContext } from '../engine/client/client-context.ts';
import {
  clientSuite as engineClientSuite,
  datagramClientSuite as engineDatagramClientSuite,
} from '../engine/client/client-suite.ts';
import type { PlainExchange } from '../engine/client/plain-exchange.ts';
import type { Twin } from '../engine/client/twin.ts';
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
  readonly transport: 'tcp' | 'udp';
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
  return serversOver('tcp', table, options, cases);
}

/**
 * The same of servers over UDP, where a client is a socket (`asks`) and no connection: neither its well-behaved client nor its
 * cases have `peer` or `connect`.
 */
export function datagramServerSuite<Key extends string, Plain>(
  table: RequirementTable<Key>,
  options: SuiteOptions<Plain, NoInfer<Key>>,
  cases: Cases<CaseContext<Plain>, NoInfer<Key>>,
): Suite {
  return serversOver('udp', table, options, cases);
}

function serversOver<Key extends string, Plain>(
  transport: OwnSuite['transport'],
  table: RequirementTable<Key>,
  options: SuiteOptions<Plain, NoInfer<Key>>,
  cases: Cases<CaseContext<Plain>, NoInfer<Key>>,
): Suite {
  checkTable(table, 'server');
  checkOptions(table, options);
  const { client, grounds = [], ...others } = options;
  const told = { client: toldApart(client), grounds: grounds.map((one) => ({ ...one, holds: toldApart(one.holds) })) };
  const suite = engineServerSuite(table, { ...others, ...told }, whereBodiesAreTold(cases));
  return noted({ suite, role: 'server', transport });
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
  const suite = engineClientSuite(table, toldApart(plain), whereBodiesAreTold(cases));
  return noted({ suite, role: 'client', transport: 'tcp' });
}

/**
 * The same of clients over UDP, which ask the harness (`asks`) and have no connection. `plain` sees the exchange to its end, and
 * resolves to how the client ended and what it printed.
 */
export function datagramClientSuite<Key extends string>(
  table: RequirementTable<Key>,
  plain: (context: ClientContext) => Promise<Twin>,
  cases: Cases<ClientContext, NoInfer<Key>>,
): Suite {
  checkTable(table, 'client');
  checkPlain(table, plain);
  const suite = engineDatagramClientSuite(table, toldApart(plain), whereBodiesAreTold(cases));
  return noted({ suite, role: 'client', transport: 'udp' });
}

function noted(own: OwnSuite): Suite {
  const { suite } = own;
  checkCases(listRequirements(suite.table), suite.caseIds());
  made.set(suite, own);
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
