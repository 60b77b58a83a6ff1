import { suiteAt, suites } from '../../../suites/index.ts';
import type { ProfileTarget } from '../../contracts/profile.ts';
import { clients } from '../../endpoints/clients.ts';
import { describedClientFaultsOf, describedFaultsOf } from '../../endpoints/faulty/described/index.ts';
import { servers } from '../../endpoints/index.ts';
import { BUILT_IN_CAPTURES, FRAMES_SUITE } from './capture-plans.ts';

/** A built-in endpoint as a target: a server or a client, and the suite that judges it. */
export interface Reference {
  readonly name: string;
  readonly suite: string;
}

/** The interface of a run that names none. */
const LOOPBACK = '127.0.0.1';

/** What every client is judged by, beside the suite of its own protocol. */
const CONNECT_SUITE = 'connect/client';

/** Every built-in endpoint, servers first. */
export const references: readonly Reference[] = [
  ...servers.map(({ name, suite }) => ({ name, suite })),
  ...clients.flatMap(({ name, suite }) => {
    const judges = suiteAt(suite).role === 'client' ? [...new Set([suite, CONNECT_SUITE])] : [suite];
    return judges.map((judge) => ({ name, suite: judge }));
  }),
];

/** What the built-in servers declare of themselves. They answer at once, so little time is left to them. */
const serverLimits = { idleMs: 2000, settleMs: 10 };

/** The same for the built-in clients, which are given shorter limits than on the command line. */
const clientLimits = { connectTimeoutMs: 1000, stallMs: 3000, closeMs: 4000 };

/** The built-in senders do in a quarter of the time what is expected of a sender: they are watched for eleven intervals. */
const senderLimits = { intervalMs: 500 };

/** The lines server shows a line and nothing around it. */
const LINE = '^(?<text>.*)\\n';

/** The faults that an endpoint can have, server or client. Over a hundred files are loaded to tell. */
export async function faultNames({ name, suite }: Reference): Promise<readonly string[]> {
  const { description, role } = suiteAt(suite);
  if (description !== undefined) {
    const faults = role === 'client' ? describedClientFaultsOf(description) : describedFaultsOf(description);
    return faults.map((fault) => fault.name);
  }
  const { faultsOf } = await import('../../endpoints/faulty/index.ts');
  const { clientFaultsOf } = await import('../../endpoints/faulty/clients.ts');
  const isServer = servers.some((server) => server.name === name && server.suite === suite);
  return (isServer ? faultsOf(name) : clientFaultsOf(name)).map((fault) => fault.name);
}

/** The targets of a run that names none: every built-in endpoint whose suite there is, and the built-in captures. */
export const referenceTargets: readonly ProfileTarget[] = [
  ...references
    .filter(({ suite }) => suites.some(({ path }) => path === suite))
    .map(({ name, suite }) => ({
      name: nameOf(name, suite),
      suite,
      reference: name,
      ...declarations(name, suite),
      ...(suite === 'lines/server' ? { show: LINE } : {}),
    })),
  { name: `reference ${BUILT_IN_CAPTURES}`, suite: FRAMES_SUITE, reference: BUILT_IN_CAPTURES },
];

/** Every built-in endpoint, and the servers that are made of descriptions. */
export function allReferences(): readonly Reference[] {
  return [...references, ...describedTargets().map(({ suite }) => ({ name: protocolOf(suite), suite }))];
}

/** The same for a run that names no target. */
export function allReferenceTargets(): readonly ProfileTarget[] {
  return [...referenceTargets, ...describedTargets()];
}

function describedTargets(): readonly ProfileTarget[] {
  return suites
    .filter(({ described }) => described !== undefined)
    .map(({ path, protocol, role }) => ({
      name: `reference ${protocol}${role === 'client' ? ' client' : ''}`,
      suite: path,
      reference: protocol,
      limits: role === 'client' ? clientLimits : serverLimits,
    }));
}

function protocolOf(suite: string): string {
  return suiteAt(suite).protocol;
}

/** What a run without a target knows of a built-in endpoint; datagrams stay on this machine. */
function declarations(name: string, suite: string): Partial<ProfileTarget> {
  const { role } = suiteAt(suite);
  if (role === 'client') return { limits: clientLimits, input: 'stdin' };
  if (role === 'server') return { limits: serverLimits, capabilities: { concurrentClients: name !== 'rx' } };
  return role === 'sender' ? { limits: senderLimits, interface: LOOPBACK } : { interface: LOOPBACK };
}

/** A name of its own for each target of such a run. */
function nameOf(name: string, suite: string): string {
  if (suite === CONNECT_SUITE) return `reference ${name} client, connecting`;
  const { role } = suiteAt(suite);
  return role === 'server' ? `reference ${name}` : `reference ${name} ${role}`;
}
