import { isIPv4 } from 'node:net';
import type { AddressClass, Broadcasts } from '../contracts/address-facts.ts';
import { type AddressPrefix, edgesOf, octetsOf } from './arithmetic.ts';

/** The limited broadcast (RFC 919; RFC 1122 §3.2.1.3): every host of this link. */
export const LIMITED_BROADCAST = '255.255.255.255';

/** Whether a text is an IPv4 address in dotted decimal: four numbers from 0 to 255, without leading zeros. */
export function isIPv4Text(text: string): boolean {
  return isIPv4(text);
}

/** The class of an address. */
export function classOf(address: string): AddressClass {
  const [first = 0] = octetsOf(address);
  return first < 128 ? 'A' : first < 192 ? 'B' : first < 224 ? 'C' : first < 240 ? 'D' : 'E';
}

/** The prefix that the class itself means (RFC 791 §2.3); classes D and E have none. */
export function classPrefixOf(address: string): number | undefined {
  return { A: 8, B: 16, C: 24, D: undefined, E: undefined }[classOf(address)];
}

/** Whether an address is a multicast group, 224.0.0.0/4 (RFC 1112 §4). False for a text that is no IPv4 address. */
export function isGroup(address: string): boolean {
  return isIPv4Text(address) && classOf(address) === 'D';
}

/** Every broadcast address that reaches the neighbours of this one. */
export function broadcastsOf({ address, prefix }: AddressPrefix): Broadcasts {
  const hasSubnet = prefix < 31 && !isGroup(address);
  const classPrefix = classPrefixOf(address);
  const net =
    classPrefix === undefined || prefix < classPrefix ? undefined : edgesOf({ address, prefix: classPrefix }).last;
  return {
    limited: LIMITED_BROADCAST,
    ...(hasSubnet ? { subnetDirected: edgesOf({ address, prefix }).last } : {}),
    ...(net === undefined ? {} : { netDirected: net, allSubnetsDirected: net }),
  };
}

/** The Ethernet address of a group: 01:00:5E, then its low 23 bits (RFC 1112 §6.4). 32 groups share each. */
export function multicastMac(group: string): string {
  const [, second = 0, third = 0, fourth = 0] = octetsOf(group);
  return [0x01, 0x00, 0x5e, second & 0x7f, third, fourth]
    .map((octet) => octet.toString(16).padStart(2, '0').toUpperCase())
    .join(':');
}
