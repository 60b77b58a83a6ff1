import { readFile } from 'node:fs/promises';
import { addressOfHex } from '../addresses/kernel.ts';

/** The addresses that UDP sockets of the namespace have bound on this port; undefined where the kernel does not tell. */
export async function boundAddresses(port: number, pid: number | undefined): Promise<readonly string[] | undefined> {
  const [four, six] = await Promise.all([readTable('udp', pid), readTable('udp6', pid)]);
  if (four === undefined) return undefined;
  const wanted = port.toString(16).padStart(4, '0').toUpperCase();
  const row = new RegExp(`^\\s*\\d+: ([0-9A-F]+):${wanted} `, 'gm');
  const ofFour = [...four.matchAll(row)].map(([, hex = '']) => addressOfHex(hex));
  // A socket of both families takes IPv4 datagrams too; which address it has bound matters only where it is not all.
  const ofSix = [...(six ?? '').matchAll(row)].map(([, hex = '']) => (/^0+$/.test(hex) ? '::' : hex));
  return [...ofFour, ...ofSix];
}

async function readTable(table: string, pid: number | undefined): Promise<string | undefined> {
  const own =
    pid === undefined ? undefined : await readFile(`/proc/${pid}/net/${table}`, 'latin1').catch(() => undefined);
  return own ?? (await readFile(`/proc/net/${table}`, 'latin1').catch(() => undefined));
}
