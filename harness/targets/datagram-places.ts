import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { broadcastsOf } from '../addresses/ipv4.ts';
import type { TargetInterface, TargetPlan } from '../contracts/plan.ts';
import { DEFAULT_GROUP } from '../protocols/datagram.ts';

/**
 * A group that nobody else is likely to use, of the IPv4 local scope (RFC 2365 §6.1): who has joined it was told it, and
 * memberships of other programs, or of other runs at the same time, are not taken for the IUT's.
 */
export function freshGroup(): string {
  return `239.255.${randomInt(0, 256)}.${randomInt(1, 255)}`;
}

/** The group of an IUT: a fresh one where it can be told, else the profile's, else the specification's. */
export function groupFor({ group }: Pick<TargetPlan, 'group'>, canBeTold: boolean): string {
  return group ?? (canBeTold ? freshGroup() : DEFAULT_GROUP);
}

/** A port that no UDP socket of this machine had a moment ago. */
export async function freeDatagramPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind({ address: '0.0.0.0', port: 0 });
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** Where broadcasts go on an interface: to its subnet where it has one that broadcasts, else to the limited address. */
export function broadcastAddress(on: TargetInterface): string {
  const { subnetDirected, limited } = broadcastsOf(on);
  return subnetDirected ?? limited;
}

/** What a command's placeholders of datagrams stand for. */
export function datagramPlaces(on: TargetInterface | undefined, group: string): Readonly<Record<string, string>> {
  return { group, interface: on?.name ?? '', address: on?.address ?? '' };
}
