import { randomInt } from 'node:crypto';
import type { NetworkInterface } from '../addresses/interfaces.ts';
import { IGMP_TABLE, members } from '../addresses/memberships.ts';
import type { Remark } from '../contracts/machine.ts';
import { mendOf, ownDatagram, refusal, silenceMend } from './refusals.ts';
import { bind, comesBack, withSockets } from './round-trip.ts';

/** Every row that needs datagrams to a group. */
const ALL = { rows: ['multicast/**'], become: 'inconclusive' } as const;

/** Rows judged by the kernel's list of memberships where no capture runs. */
const MEMBERSHIP = {
  rows: ['multicast/receiver/leaves', 'multicast/receiver/joins-on-interface'],
  become: 'inconclusive',
} as const;

/** Sends to a group from the interface, joined on it: TTL 1, so that no router hands it on (RFC 1112 §6.1). */
export async function multicastRemark(one: NetworkInterface): Promise<Remark> {
  const group = freshGroup();
  try {
    const came = await comesBack({
      from: one.address,
      to: group,
      prepareReceiver: (socket) => socket.addMembership(group, one.address),
      prepareSender: (socket) => {
        socket.setMulticastInterface(one.address);
        socket.setMulticastTTL(1);
        socket.setMulticastLoopback(true);
      },
    });
    if (came) return { about: 'multicast', state: 'works', says: ownDatagram(group, one) };
    const says = `sent to ${group}, and nothing came back`;
    return { about: 'multicast', state: 'lacking', says, mend: silenceMend, effect: ALL };
  } catch (error) {
    const says = `${group} is refused: ${refusal(error)}`;
    return { about: 'multicast', state: 'lacking', says, mend: mendOf(error, one), effect: ALL };
  }
}

/** Joins a group on the interface, leaves it, and looks each time whether the kernel's list tells. The joining sends an IGMP report. */
export async function membershipRemark(one: NetworkInterface): Promise<Remark> {
  const group = freshGroup();
  const about = 'join and leave';
  try {
    const counts = await withSockets(async (socket) => {
      await bind(socket, one.address);
      const look = () => members(one.name, group);
      const before = await look();
      socket.addMembership(group, one.address);
      const joined = await look();
      socket.dropMembership(group, one.address);
      return [before, joined, await look()];
    });
    const seen = counts.map((count) => count ?? 'nothing').join(', ');
    if (seen === '0, 1, 0') return { about, state: 'works', says: `${IGMP_TABLE} counted ${seen} members of ${group}` };
    const says = counts.includes(undefined)
      ? `${IGMP_TABLE} cannot be read: who joins and leaves is not seen`
      : `${IGMP_TABLE} counted ${seen} members of ${group}: expected 0, 1, 0`;
    return { about, state: 'lacking', says, mend: 'capture the frames of the run: --capture', effect: MEMBERSHIP };
  } catch (error) {
    return {
      about,
      state: 'lacking',
      says: `joining is refused: ${refusal(error)}`,
      mend: mendOf(error, one),
      effect: ALL,
    };
  }
}

/** A group that nobody uses, of the range that is never handed on by the routers of a site (RFC 2365 §6.1). */
function freshGroup(): string {
  return `239.255.${randomInt(1, 255)}.${randomInt(1, 255)}`;
}
