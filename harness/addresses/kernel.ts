import { endianness } from 'node:os';
import { numberOf } from './ipv4.ts';
import { ipv4Text } from './numbers.ts';

/** The address that the kernel's tables print: one 32-bit number in the machine's octet order, in eight hexadecimal digits. */
export function addressOfHex(hex: string): string {
  return ipv4Text(inNetworkOrder(Number.parseInt(hex, 16)));
}

/** An address as the kernel's tables print it. */
export function hexOfAddress(address: string): string {
  return (inNetworkOrder(numberOf(address)) >>> 0).toString(16).toUpperCase().padStart(8, '0');
}

/** Turns the octets of a number round where the machine keeps its lowest one first; the same either way. */
function inNetworkOrder(number: number): number {
  if (endianness() !== 'LE') return number;
  return (number << 24) | ((number & 0xff00) << 8) | ((number >>> 8) & 0xff00) | (number >>> 24);
}
