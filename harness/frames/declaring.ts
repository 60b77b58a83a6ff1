import { isGroupNumber, type Prefix, parseIpv4, parsePrefix } from '../addresses/numbers.ts';
import type { Declared, DeclaredGroup } from './declared.ts';

/**
 * The group of the multicast endpoints (suites/README.md, "Wire formats"), with the TTL that is theirs unless declared.
 */
export const DEFAULT_GROUP: DeclaredGroup = { address: 0xe0ca141e | 0, ttl: 1 };

/** What groups and prefixes declare; the group of the multicast endpoints where none is named. Texts that cannot be read are left out. */
export function declare(groups: readonly string[], nets: readonly string[]): Declared {
  const read = groups.flatMap((text) => parseGroup(text) ?? []);
  return { groups: read.length === 0 ? [DEFAULT_GROUP] : read, nets: nets.flatMap((text) => parseNet(text) ?? []) };
}

/** Reads `GROUP` or `GROUP=TTL`, where the TTL is declared; undefined for anything else. */
export function parseGroup(text: string): DeclaredGroup | undefined {
  const [host = '', digits = '1', ...more] = text.split('=');
  const address = parseIpv4(host);
  const ttl = /^\d{1,3}$/.test(digits) ? Number(digits) : -1;
  if (address === undefined || !isGroupNumber(address) || more.length > 0 || ttl < 0 || ttl > 255) return undefined;
  return { address, ttl };
}

/** Reads a prefix that is attached to the link: one with a broadcast address. Undefined for anything else. */
export function parseNet(text: string): Prefix | undefined {
  const prefix = parsePrefix(text);
  return prefix?.broadcast === undefined ? undefined : prefix;
}
