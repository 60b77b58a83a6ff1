import type { AddressClass, Broadcasts } from '../contracts/address-facts.ts';
import { GROUP_HIGH, groupMacLow, macText } from './mac.ts';
import {
  ipv4Text,
  isGroupNumber,
  LIMITED_BROADCAST_NUMBER,
  lengthOfMask,
  maskNumber,
  parseIpv4,
  prefixAt,
} from './numbers.ts';

/** An IPv4 address with the number of leading one bits of its mask (RFC 4632 §3.1): 0 to 32. */
export interface AddressPrefix {
  readonly address: string;
  readonly prefix: number;
}

/** The limited broadcast (RFC 919; RFC 1122 §3.2.1.3): every host of this link. */
export const LIMITED_BROADCAST = ipv4Text(LIMITED_BROADCAST_NUMBER);

/** Whether a text is an IPv4 address in dotted decimal: four numbers from 0 to 255, without leading zeros. */
export function isIPv4Text(text: string): boolean {
  return parseIpv4(text) !== undefined;
}

/** The 32 bits of an address. Throws a TypeError for a text that is no IPv4 address. */
export function numberOf(address: string): number {
  const number = parseIpv4(address);
  if (number === undefined) throw new TypeError(`expected an IPv4 address, found ${JSON.stringify(address)}`);
  return number;
}

/** The class of an address. */
export function classOf(address: string): AddressClass {
  const first = numberOf(address) >>> 24;
  return first < 128 ? 'A' : first < 192 ? 'B' : first < 224 ? 'C' : first < 240 ? 'D' : 'E';
}

/** The prefix that the class itself means (RFC 791 §2.3); classes D and E have none. */
export function classPrefixOf(address: string): number | undefined {
  return { A: 8, B: 16, C: 24, D: undefined, E: undefined }[classOf(address)];
}

/** Whether an address is a multicast group, 224.0.0.0/4 (RFC 1112 §4). False for a text that is no IPv4 address. */
export function isGroup(address: string): boolean {
  const number = parseIpv4(address);
  return number !== undefined && isGroupNumber(number);
}

/** The prefix of a mask in dotted decimal; undefined where its one bits are not in one row from the left. */
export function prefixOfMask(mask: string): number | undefined {
  const number = parseIpv4(mask);
  return number === undefined ? undefined : lengthOfMask(number);
}

/** The mask of a prefix in dotted decimal. */
export function maskOfPrefix(prefix: number): string {
  return ipv4Text(maskNumber(prefix));
}

/** Every broadcast address that reaches the neighbours of this one. */
export function broadcastsOf({ address, prefix }: AddressPrefix): Broadcasts {
  const classPrefix = classPrefixOf(address);
  const subnet = isGroup(address) ? undefined : broadcastOf(address, prefix);
  const net = classPrefix === undefined || prefix < classPrefix ? undefined : broadcastOf(address, classPrefix);
  return {
    limited: LIMITED_BROADCAST,
    ...(subnet === undefined ? {} : { subnetDirected: subnet }),
    ...(net === undefined ? {} : { netDirected: net, allSubnetsDirected: net }),
  };
}

/** The Ethernet address of a group: 01:00:5E, then its low 23 bits (RFC 1112 §6.4). 32 groups share each. */
export function multicastMac(group: string): string {
  return macText(GROUP_HIGH, groupMacLow(numberOf(group))).toUpperCase();
}

function broadcastOf(address: string, prefix: number): string | undefined {
  const { broadcast } = prefixAt(numberOf(address), prefix);
  return broadcast === undefined ? undefined : ipv4Text(broadcast);
}
