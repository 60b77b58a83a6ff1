import { isOwnAddress } from '../../addresses/interfaces.ts';
import { endFact } from '../client/reporting.ts';
import { clock } from '../clock.ts';
import { conclusiveIf, inconclusive } from '../finding.ts';
import { endsSoon, stillRunning } from '../server/asked-to-end.ts';
import type { EndingSignal } from '../server/process-access.ts';
import { count, duration } from '../words.ts';
import type { SenderContext } from './sender-context.ts';
import { heard } from './sender-facts.ts';

/** Addresses for documentation, which no host has (RFC 5737): the second is for one that has the first all the same. */
const NOBODYS = ['192.0.2.1', '198.51.100.1'] as const;

/** What `unusableAddressFact` says of a sender that looks at the address that it is told. */
export const refusesAddress = 'another exit status than 0, and no datagram';

/** Starts a sender that is told an address which its host does not have: whether it says so, and sends nothing. */
export async function unusableAddressFact(context: SenderContext): Promise<string> {
  const { plan, limits, sendsFrom, end, destination } = context;
  conclusiveIf(isToldAddress(plan.means), 'it is told no address: needs {address} in the command of --exec');
  await heard(context, 1);
  const address = NOBODYS.find((one) => !isOwnAddress(one)) ?? inconclusive('this host has addresses that nobody has');
  const arrivals = await sendsFrom(address, limits.closeMs);
  if (arrivals.length > 0)
    return `${count(arrivals.length, 'datagram')} to ${destination}, from ${arrivals[0]?.source}, though it was told ${address}`;
  const ended = end();
  if (ended === undefined) return `no datagram, and no end within ${duration(limits.closeMs)}, being told ${address}`;
  return ended.status === 0 ? `no datagram, and ${endFact(ended)} (status 0), being told ${address}` : refusesAddress;
}

function isToldAddress(means: SenderContext['plan']['means']): boolean {
  return means.kind === 'reference' || (means.kind === 'exec' && means.command.includes('{address}'));
}

/** Sends a signal to a launched sender once a datagram of it has come: whether it ends within the close limit. */
export async function endsFact(context: SenderContext, by: EndingSignal): Promise<string> {
  const { limits, signal, end } = context;
  await heard(context, 1);
  conclusiveIf(end() === undefined, 'it has ended by itself');
  await signal(by);
  const ended = await clock.lookUntil(limits.closeMs, async () => end() !== undefined, Boolean);
  return ended ? endsSoon : stillRunning(limits.closeMs, by);
}
