import { readFile } from 'node:fs/promises';

/** One membership as the kernel counts it: how many sockets of the namespace have joined a group on an interface. */
export interface Membership {
  readonly interface: string;
  readonly group: string;
  readonly users: number;
}

/**
 * The multicast memberships in the network namespace of a process (ours without one), from `/proc/PID/net/igmp`.
 * Undefined where the kernel does not tell: not Linux, or another machine.
 */
export async function memberships(pid: number | undefined): Promise<readonly Membership[] | undefined> {
  const text = await readTable('igmp', pid);
  if (text === undefined) return undefined;
  const found: Membership[] = [];
  let device = '';
  for (const line of text.split('\n')) {
    const [, name] = /^\d+\s+(\S+)\s*:/.exec(line) ?? [];
    const [, group, users] = /^\s+([0-9A-F]{8})\s+(\d+)\s/.exec(line) ?? [];
    if (name !== undefined) device = name;
    else if (group !== undefined) found.push({ interface: device, group: addressOf(group), users: Number(users) });
  }
  return found;
}

/** The addresses that UDP sockets of the namespace have bound on this port; undefined where the kernel does not tell. */
export async function boundAddresses(port: number, pid: number | undefined): Promise<readonly string[] | undefined> {
  const [four, six] = await Promise.all([readTable('udp', pid), readTable('udp6', pid)]);
  if (four === undefined) return undefined;
  const wanted = port.toString(16).padStart(4, '0').toUpperCase();
  const row = new RegExp(`^\\s*\\d+: ([0-9A-F]+):${wanted} `, 'gm');
  const ofFour = [...four.matchAll(row)].map(([, hex = '']) => addressOf(hex));
  // A socket of both families takes IPv4 datagrams too; which address it has bound matters only where it is not all.
  const ofSix = [...(six ?? '').matchAll(row)].map(([, hex = '']) => (/^0+$/.test(hex) ? '::' : hex));
  return [...ofFour, ...ofSix];
}

/** The kernel prints an address as one number in the machine's order: little endian on all that Node runs on but s390x. */
function addressOf(hex: string): string {
  return (hex.match(/../g) ?? [])
    .map((pair) => Number.parseInt(pair, 16))
    .reverse()
    .join('.');
}

async function readTable(table: string, pid: number | undefined): Promise<string | undefined> {
  const own =
    pid === undefined ? undefined : await readFile(`/proc/${pid}/net/${table}`, 'latin1').catch(() => undefined);
  return own ?? (await readFile(`/proc/net/${table}`, 'latin1').catch(() => undefined));
}
