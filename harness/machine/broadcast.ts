import type { NetworkInterface } from '../addresses/interfaces.ts';
import { broadcastsOf, LIMITED_BROADCAST } from '../addresses/ipv4.ts';
import type { Remark } from '../contracts/machine.ts';
import { mendOf, ownDatagram, refusal, silenceMend } from './refusals.ts';
import { comesBack } from './round-trip.ts';

/** Sends to the broadcast addresses of the interface, from it: the subnet's own, then 255.255.255.255. */
export async function broadcastRemarks(one: NetworkInterface): Promise<readonly Remark[]> {
  return [await subnetDirected(one), await limited(one)];
}

async function subnetDirected(one: NetworkInterface): Promise<Remark> {
  const about = 'subnet-directed broadcast';
  const { subnetDirected: to } = broadcastsOf(one);
  const rows = ['broadcast/receiver/subnet-directed', 'broadcast/sender/**'];
  if (to !== undefined) return remarkOf(about, one, to, rows);
  const says = `a /${one.prefix} has no broadcast address of its own`;
  const mend = 'use an interface with a mask of /30 or shorter, or 255.255.255.255';
  return { about, state: 'lacking', says, mend, effect: { rows, become: 'inconclusive' } };
}

async function limited(one: NetworkInterface): Promise<Remark> {
  const about = 'limited broadcast';
  // Elsewhere the address that a socket is bound to does not decide by which interface 255.255.255.255 leaves.
  if (process.platform === 'linux')
    return remarkOf(about, one, LIMITED_BROADCAST, ['broadcast/receiver/limited', 'broadcast/sender/**']);
  return { about, state: 'untried', says: `this system cannot keep ${LIMITED_BROADCAST} to one interface` };
}

async function remarkOf(about: string, one: NetworkInterface, to: string, rows: readonly string[]): Promise<Remark> {
  const effect = { rows, become: 'inconclusive' } as const;
  try {
    const came = await comesBack({
      from: one.address,
      to,
      prepareReceiver: () => undefined,
      prepareSender: (socket) => socket.setBroadcast(true),
    });
    if (came) return { about, state: 'works', says: ownDatagram(to, one) };
    return { about, state: 'lacking', says: `sent to ${to}, and nothing came back`, mend: silenceMend, effect };
  } catch (error) {
    return { about, state: 'lacking', says: `${to} is refused: ${refusal(error)}`, mend: mendOf(error, one), effect };
  }
}
