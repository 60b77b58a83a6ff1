import { readFile } from 'node:fs/promises';
import { addressOfHex } from './kernel.ts';

/** Where Linux lists the groups of every interface. */
export const IGMP_TABLE = '/proc/net/igmp';

/** One membership as the kernel counts it: how many sockets of the namespace have joined a group on an interface. */
export interface Membership {
  readonly interface: string;
  readonly group: string;
  readonly users: number;
}

/**
 * The multicast memberships in the network namespace of a process, or in ours without one. Undefined where the kernel does
 * not tell: not Linux, or hidden.
 */
export async function memberships(pid?: number): Promise<readonly Membership[] | undefined> {
  const own = pid === undefined ? undefined : await read(`/proc/${pid}/net/igmp`);
  const table = own ?? (await read(IGMP_TABLE));
  return table === undefined ? undefined : membershipsIn(table);
}

/** How many sockets of this network namespace are members of the group on the interface; undefined where it cannot be read. */
export async function members(device: string, group: string): Promise<number | undefined> {
  const all = await memberships();
  const isIt = (one: Membership): boolean => one.interface === device && one.group === group;
  return all === undefined ? undefined : (all.find(isIt)?.users ?? 0);
}

/** The same from the table's text: a line an interface, below it a line a group, with its users. */
export function membershipsIn(table: string): readonly Membership[] {
  const found: Membership[] = [];
  let device = '';
  for (const line of table.split('\n')) {
    device = /^\d+\s+(\S+)\s*:/.exec(line)?.[1] ?? device;
    const [, group, users] = /^\s+([0-9A-F]{8})\s+(\d+)\s/.exec(line) ?? [];
    if (group !== undefined) found.push({ interface: device, group: addressOfHex(group), users: Number(users) });
  }
  return found;
}

function read(file: string): Promise<string | undefined> {
  return readFile(file, 'latin1').catch(() => undefined);
}
