import { closeSync, openSync, readSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { hexOfAddress } from '../addresses/kernel.ts';
import { networkTable } from '../processes/kernel-file.ts';

/** One end of a TCP connection, or a listening address. */
export interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/** What the kernel's table says of one end of a connection. */
export interface ConnectionRow {
  /** Octets that have arrived and that the program has not read yet. */
  readonly receiveQueue: number;
  /** Octets that the program has written and that the other end's kernel has not acknowledged. */
  readonly sendQueue: number;
  /** False while the connection waits in the backlog: no program has accepted it. */
  readonly accepted: boolean;
}

/** States of a connection as the kernel numbers them, by their names of RFC 9293 §3.3.2. */
const states = {
  ...{ ESTABLISHED: '01', 'SYN-SENT': '02', 'FIN-WAIT-1': '04', 'FIN-WAIT-2': '05' },
  ...{ 'TIME-WAIT': '06', 'CLOSE-WAIT': '08', LISTEN: '0A' },
} as const;

/**
 * The row of the connection's end at `local`, from `/proc/PID/net/tcp` or `tcp6` of the process that owns it (its network
 * namespace may not be ours), else `/proc/net`. Undefined where the kernel lists no such end: another machine, or not Linux.
 * Everything else of this thread has its turn first: an endpoint in it could not read what has arrived.
 */
export async function connectionRow(
  local: SocketAddress,
  remote: SocketAddress,
  pid: number | undefined,
): Promise<ConnectionRow | undefined> {
  await setImmediate();
  for (const [table, wanted] of tablesFor(local, remote)) {
    const row = inTable(table, pid, (path) => search(path, wanted));
    if (row === undefined || row === '') continue;
    const fields = row.split(/\s+/);
    const [, queues = ''] = fields;
    const [sendQueue = 0, receiveQueue = 0] = queues.split(':').map((octets) => Number.parseInt(octets, 16));
    return { receiveQueue, sendQueue, accepted: fields[6] !== '0' };
  }
  return undefined;
}

/** Whether anything listens on the port in the process's network namespace; undefined where the kernel does not tell. */
export async function isListening(port: number, pid: number | undefined): Promise<boolean | undefined> {
  await setImmediate();
  const isIn = (path: string): boolean | undefined => listensIn(path, port);
  const four = inTable('tcp', pid, isIn);
  if (four === true) return true;
  return inTable('tcp6', pid, isIn) ?? four;
}

/** Whether anything tries to connect to the port (its SYN is sent) in the process's network namespace; undefined where the kernel does not tell. */
export async function isConnecting(port: number, pid: number | undefined): Promise<boolean | undefined> {
  return anyRow(
    new RegExp(`^\\s*\\d+: [0-9A-F]+:[0-9A-F]{4} [0-9A-F]+:${hexPort(port)} ${states['SYN-SENT']} `, 'm'),
    pid,
  );
}

/** Whether a table of TCP has such a row; undefined where there is none. The second is read only where the first has no such row. */
async function anyRow(row: RegExp, pid: number | undefined): Promise<boolean | undefined> {
  await setImmediate();
  const four = networkTable('tcp', pid);
  if (row.test(four)) return true;
  const six = networkTable('tcp6', pid);
  return row.test(six) || (four === '' && six === '' ? undefined : false);
}

/** How many ends at this port are in one of these states; undefined where the kernel does not tell. */
export async function endsInState(
  port: number,
  wanted: ReadonlyArray<keyof typeof states>,
  pid: number | undefined,
): Promise<number | undefined> {
  await setImmediate();
  const tables = [networkTable('tcp', pid), networkTable('tcp6', pid)];
  if (tables.every((text) => text === '')) return undefined;
  const numbers = wanted.map((name) => states[name]).join('|');
  const row = new RegExp(`^\\s*\\d+: [0-9A-F]+:${hexPort(port)} [0-9A-F]+:[0-9A-F]{4} (?:${numbers}) `, 'gm');
  return tables.reduce((sum, text) => sum + (text.match(row)?.length ?? 0), 0);
}

/** IPv4 ends can stand in either table: a dual-stack listener holds them as mapped IPv6 addresses (RFC 4291 §2.5.5.2). */
function tablesFor(local: SocketAddress, remote: SocketAddress): ReadonlyArray<readonly [string, string]> {
  if (isIPv6(local.address)) return [['tcp6', ends(hexIpv6, local, remote)]];
  if (!isIPv4(local.address) || !isIPv4(remote.address)) return [];
  const mapped = (address: string): string => `0000000000000000FFFF0000${hexOfAddress(address)}`;
  return [
    ['tcp', ends(hexOfAddress, local, remote)],
    ['tcp6', ends(mapped, local, remote)],
  ];
}

function ends(hex: (address: string) => string, local: SocketAddress, remote: SocketAddress): string {
  return `${hex(local.address)}:${hexPort(local.port)} ${hex(remote.address)}:${hexPort(remote.port)}`;
}

/** IPv6 addresses stand there as four such words. */
function hexIpv6(address: string): string {
  const octets = ipv6Octets(address);
  return [0, 4, 8, 12].map((word) => hexOctets(octets.slice(word, word + 4).reverse())).join('');
}

function ipv6Octets(address: string): number[] {
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const zeros = new Array<number>(8 - front.length - back.length).fill(0);
  return [...front, ...zeros, ...back].flatMap((group) => [group >> 8, group & 0xff]);
}

function hexOctets(octets: readonly number[]): string {
  return octets
    .map((octet) => octet.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase();
}

function hexPort(port: number): string {
  return port.toString(16).padStart(4, '0').toUpperCase();
}

/** The kernel hands out a page of rows at a time. */
const chunk = Buffer.alloc(65_536);

/** Octets that are read at once of rows whose front decides: the kernel makes no row for a read that it has octets for. */
const front = Buffer.alloc(32);

/** The port and the state in the front of a row. */
const PORT_AND_STATE = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2}) /;

/** What is found in a table of the process's network namespace, else of ours; undefined where there is none. */
function inTable<Found>(
  table: string,
  pid: number | undefined,
  find: (path: string) => Found | undefined,
): Found | undefined {
  return (pid === undefined ? undefined : find(`/proc/${pid}/net/${table}`)) ?? find(`/proc/net/${table}`);
}

/**
 * The kernel's rows begin with the listeners. Those are in a small table of their own, so that who stops at the last of them, or
 * at the wanted one, spares the walk through the table of connections: 5 ms where that has 262,144 entries.
 */
function listensIn(path: string, port: number): boolean | undefined {
  let table: number | undefined;
  try {
    table = openSync(path, 'r');
    let row = '';
    let isThere = false;
    for (let octets = readSync(table, front); octets > 0; octets = readSync(table, front)) {
      isThere = true;
      row += front.toString('latin1', 0, octets);
      const [, local, state] = PORT_AND_STATE.exec(row) ?? [];
      if (state !== undefined && state !== states.LISTEN) return false;
      if (local === hexPort(port)) return true;
      row = row.slice(row.lastIndexOf('\n') + 1);
    }
    return isThere ? false : undefined;
  } catch {
    return undefined;
  } finally {
    if (table !== undefined) closeSync(table);
  }
}

/**
 * What follows `wanted` in its row, '' if there is no such row, undefined if there is no table. The kernel walks all its
 * connections for a whole table: who stops at the row has half of that on average, and reading at once costs half of what
 * a thread of the pool does.
 */
function search(path: string, wanted: string): string | undefined {
  let table: number | undefined;
  try {
    table = openSync(path, 'r');
    let rest: string | undefined;
    for (let octets = readSync(table, chunk); octets > 0; octets = readSync(table, chunk)) {
      const text = `${rest ?? ''}${chunk.toString('latin1', 0, octets)}`;
      const at = text.indexOf(wanted);
      const end = at === -1 ? -1 : text.indexOf('\n', at);
      if (end !== -1) return text.slice(at + wanted.length, end).trim();
      rest = text.slice(text.lastIndexOf('\n') + 1);
    }
    return rest === undefined ? undefined : '';
  } catch {
    return undefined;
  } finally {
    if (table !== undefined) closeSync(table);
  }
}
