import { isOwnAddress } from '../../addresses/interfaces.ts';
import { endFact } from '../client/reporting.ts';
import { conclusiveIf, inconclusive } from '../finding.ts';
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
  const arrivals = await sendsFrom(address);
  if (arrivals.length > 0)
    return `${count(arrivals.length, 'datagram')} to ${destination}, from ${arrivals[0]?.source}, though it was told ${address}`;
  const ended = end();
  if (ended === undefined) return `no datagram, and no end within ${duration(limits.launchMs)}, being told ${address}`;
  return ended.status === 0 ? `no datagram, and ${endFact(ended)} (status 0), being told ${address}` : refusesAddress;
}

function isToldAddress(means: SenderContext['plan']['means']): boolean {
  return means.kind === 'reference' || (means.kind === 'exec' && means.command.includes('{address}'));
}
