/** MACs as numbers: the first two octets, and the other four in a signed integer. */

const BROADCAST_HIGH = 0xffff;
const BROADCAST_LOW = -1;

/** The first three octets of every IPv4 group's MAC, and the 23 bits that come from the group (RFC 1112 §6.4). */
export const GROUP_HIGH = 0x0100;
const GROUP_LOW = 0x5e000000;
const GROUP_BITS = 0x007fffff;

/** The last four octets of a group's MAC. 32 groups share each. */
export function groupMacLow(group: number): number {
  return GROUP_LOW | (group & GROUP_BITS);
}

export function isBroadcastMac(high: number, low: number): boolean {
  return high === BROADCAST_HIGH && low === BROADCAST_LOW;
}

/** Whether a MAC is a group's, the broadcast included: the lowest bit of its first octet (IEEE 802 §8). */
export function isGroupMac(high: number): boolean {
  return (high & 0x0100) !== 0;
}

/** A MAC as six hexadecimal pairs. */
export function macText(high: number, low: number): string {
  const digits = high.toString(16).padStart(4, '0') + (low >>> 0).toString(16).padStart(8, '0');
  return digits.replace(/..(?=.)/g, '$&:');
}
