import { networkInterfaces } from 'node:os';
import { isIPv4Text, prefixOfMask } from './ipv4.ts';

/** An IPv4 address of this machine and the interface that has it. */
export interface NetworkInterface {
  readonly name: string;
  readonly address: string;
  readonly mask: string;
  /** Leading one bits of the mask. */
  readonly prefix: number;
  /** Six pairs of hexadecimal digits; all zero on loopback. */
  readonly mac: string;
  readonly loopback: boolean;
}

/** One entry an IPv4 address, loopback first, of the interfaces that are up and have one; in the system's order. */
export function listInterfaces(): readonly NetworkInterface[] {
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.flatMap(({ family, address, netmask, mac, internal }) => {
      const prefix = family === 'IPv4' ? prefixOfMask(netmask) : undefined;
      return prefix === undefined ? [] : [{ name, address, mask: netmask, prefix, mac, loopback: internal }];
    }),
  );
  return [...all.filter(({ loopback }) => loopback), ...all.filter(({ loopback }) => !loopback)];
}

/** The interface of that name (its first address), or the one that has that IPv4 address. */
export function interfaceNamed(text: string): NetworkInterface | undefined {
  return listInterfaces().find(({ name, address }) => (isIPv4Text(text) ? address === text : name === text));
}

/** Whether an address (IPv4 or IPv6) belongs to this machine, loopback included. */
export function isOwnAddress(address: string): boolean {
  return (
    Object.values(networkInterfaces()).some((all = []) => all.some((one) => one.address === address)) ||
    address.startsWith('127.')
  );
}

/**
 * Another IPv4 address of the same interface, to send from. Linux has all of 127.0.0.0/8 on its loopback interface;
 * elsewhere undefined where the interface has no other.
 */
export function otherAddress({ name, address }: Pick<NetworkInterface, 'name' | 'address'>): string | undefined {
  const listed = listInterfaces().find((one) => one.name === name && one.address !== address);
  if (listed !== undefined) return listed.address;
  if (process.platform !== 'linux' || !address.startsWith('127.')) return undefined;
  return address === OTHER_LOOPBACK ? '127.0.0.3' : OTHER_LOOPBACK;
}

const OTHER_LOOPBACK = '127.0.0.2';
