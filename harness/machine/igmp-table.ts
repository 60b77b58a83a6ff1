import { readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { octetsOf } from '../addresses/arithmetic.ts';

/** Where Linux lists the groups of every interface. */
export const IGMP_TABLE = '/proc/net/igmp';

/** How many sockets of this network namespace are members of the group on the interface; undefined where it cannot be read. */
export async function members(device: string, group: string): Promise<number | undefined> {
  const table = await readFile(IGMP_TABLE, 'latin1').catch(() => undefined);
  return table === undefined ? undefined : membersIn(table, device, group);
}

/** The same from the table's text: a line an interface, below it a line a group, with its users. */
export function membersIn(table: string, device: string, group: string): number {
  const wanted = hexOf(group);
  let isDevice = false;
  for (const line of table.split('\n')) {
    const head = /^\d+\s+(\S+)\s*:/.exec(line);
    if (head !== null) isDevice = head[1] === device;
    const row = /^\s+([0-9A-F]{8})\s+(\d+)\s/.exec(line);
    if (isDevice && row?.[1] === wanted) return Number(row[2]);
  }
  return 0;
}

/** The kernel prints an address as one 32-bit number in the machine's order. */
function hexOf(group: string): string {
  const octets = endianness() === 'LE' ? octetsOf(group).toReversed() : octetsOf(group);
  return octets
    .map((octet) => octet.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}
