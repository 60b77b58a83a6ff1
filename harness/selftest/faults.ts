import { suiteAt } from '../../suites/index.ts';
import type { Fault } from '../contracts/endpoint.ts';
import type { Limits, ProfileTarget } from '../contracts/profile.ts';
import { clients } from '../endpoints/clients.ts';
import { clientFaultsOf } from '../endpoints/faulty/clients.ts';
import { faultsOf } from '../endpoints/faulty/index.ts';
import { servers } from '../endpoints/index.ts';
import { wrongCaptures } from '../frames/captions.ts';
import { type Subject, subjectName } from './subject.ts';

/** Short limits: these endpoints are in the same process, and a wedged one is waited for in every case that meets it. */
const limits: Limits = {
  ...{ idleMs: 1500, settleMs: 40, replyMs: 600, recoveryMs: 800, storageMs: 600, closeMs: 600 },
  ...{ connectTimeoutMs: 1000, stallMs: 3000, launchMs: 3000, intervalMs: 1000 },
};

/** A receiver that declares an idle time may give up in a silence. */
const { idleMs: _, ...receiverLimits } = limits;

/** The fault that is about the size of a file; for all others a small one will do. */
const ABOUT_SIZE = 'stops-at-32-mib';

/** A built-in endpoint with the suite of its own protocol, and what can be wrong with it. */
interface Faulty {
  readonly name: string;
  readonly suite: string;
  readonly faults: readonly Pick<Fault, 'name' | 'breaks' | 'mayRedden'>[];
}

const endpoints: readonly Faulty[] = [
  ...servers.map(({ name, suite }) => ({ name, suite, faults: faultsOf(name) })),
  ...clients.map(({ name, suite }) => ({ name, suite, faults: clientFaultsOf(name) })),
  { name: 'captures', suite: 'frames', faults: wrongCaptures().map((wrong) => ({ ...wrong, mayRedden: {} })) },
];

/** Every fault of every built-in endpoint, judged by the suite of its protocol; a fault of captures is one that is wrong. */
export const faultSubjects: readonly Subject[] = endpoints.flatMap(({ name, suite, faults }) =>
  faults.map((fault) => ({
    name: subjectName('fault', suite, `${name} ${fault.name}`),
    kind: 'fault' as const,
    target: { suite, reference: name, fault: fault.name, ...declared(suite, fault.name) },
    needs: [],
    breaks: fault.breaks,
    mayRedden: fault.mayRedden,
  })),
);

/** What a suite must be told of an endpoint, so that as many of its rows as can be are judged. */
function declared(suite: string, fault: string): Partial<ProfileTarget> {
  const { role, transport } = suiteAt(suite);
  if (transport === 'none') return { limits };
  return {
    limits: role === 'receiver' ? receiverLimits : limits,
    input: 'stdin',
    ...(transport === 'tcp' ? {} : { interface: '127.0.0.1' }),
    ...(suite === 'lines/server' ? { show: '^(?<text>.*)\\n' } : {}),
    ...(fault === ABOUT_SIZE ? {} : { capabilities: { largestFileMiB: 1 } }),
  };
}
