import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { memberships } from '../addresses/memberships.ts';
import type { EndpointEvent, RunningEndpoint, ServerOptions } from '../contracts/endpoint.ts';
import { freeDatagramPort, freshGroup } from '../targets/datagram-places.ts';
import { carefulBroadcast, carefulMulticast, datagramReceiver } from './datagram-receiver.ts';

const LOOPBACK = '127.0.0.1';
const group = freshGroup();

interface Listening {
  readonly running: RunningEndpoint;
  readonly shown: () => string;
  readonly told: () => readonly string[];
}

async function listening(parts = carefulMulticast, more: Partial<ServerOptions> = {}): Promise<Listening> {
  const events: EndpointEvent[] = [];
  let shown = '';
  const running = await datagramReceiver(parts)({
    host: '0.0.0.0',
    port: 0,
    group,
    interface: LOOPBACK,
    tell: (event) => events.push(event),
    show: (text) => {
      shown += text;
    },
    ...more,
  });
  onTestFinished(running.stop);
  return { running, shown: () => shown, told: () => events.map(({ text }) => text) };
}

async function source(): Promise<Socket> {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  socket.bind({ address: LOOPBACK, port: 0 });
  await once(socket, 'listening');
  socket.setMulticastInterface(LOOPBACK);
  socket.setBroadcast(true);
  return socket;
}

function send(socket: Socket, payload: string | Uint8Array, port: number, to: string): Promise<void> {
  return new Promise((resolve, reject) =>
    socket.send(payload, port, to, (error) => (error === null ? resolve() : reject(error))),
  );
}

async function usersOf(one: string): Promise<number | undefined> {
  return (await memberships(undefined))?.find((member) => member.group === one)?.users;
}

test('shows each datagram with its source, one line each, empty ones and no UTF-8 included', async () => {
  const { running, shown } = await listening();
  const socket = await source();
  for (const payload of ['one', '', Buffer.from([0xff, 0x41])]) await send(socket, payload, running.port, group);

  const from = `from ${LOOPBACK}:${socket.address().port}: `;
  await vi.waitFor(() => expect(shown()).toBe(`${from}one\n${from}\n${from}\\xFFA\n`));
});

test('joins when it starts, and leaves when it is stopped; both are told', async () => {
  const { running, told } = await listening();
  expect(told()).toEqual([`joined ${group} on ${LOOPBACK}`]);
  if (process.platform === 'linux') expect(await usersOf(group)).toBe(1);

  await running.stop();

  expect(told()).toEqual([`joined ${group} on ${LOOPBACK}`, `left ${group} on ${LOOPBACK}`]);
  if (process.platform === 'linux') expect(await usersOf(group)).toBeUndefined();
});

test('ends by itself after its number of datagrams, and shows no more', async () => {
  const { running, shown } = await listening(carefulMulticast, { count: 2 });
  const socket = await source();
  for (const payload of ['one', 'two', 'three']) await send(socket, payload, running.port, group);

  await running.ended;

  expect(shown().split('\n').length - 1).toBe(2);
  expect(shown()).not.toContain('three');
});

test('is not shown what another socket of this host has joined', async () => {
  const { running, shown } = await listening();
  const other = freshGroup();
  const joined = createSocket('udp4');
  onTestFinished(() => void joined.close());
  joined.bind({ address: '0.0.0.0', port: 0 });
  await once(joined, 'listening');
  joined.addMembership(other, LOOPBACK);
  const socket = await source();

  await send(socket, 'stray', running.port, other);
  await send(socket, 'own', running.port, group);

  await vi.waitFor(() => expect(shown()).toContain('own'));
  expect(shown()).not.toContain('stray');
});

test('a broadcast receiver shows what is sent to every kind of address of its host', async () => {
  const { running, shown } = await listening(carefulBroadcast);
  const socket = await source();
  for (const to of ['127.255.255.255', '255.255.255.255', LOOPBACK]) await send(socket, `to ${to};`, running.port, to);

  await vi.waitFor(() => expect(shown().match(/to [\d.]+;/g)).toHaveLength(3));
});

test('two receivers share a port, and both are given a datagram', async () => {
  const port = await freeDatagramPort();
  const both = [await listening(carefulMulticast, { port }), await listening(carefulMulticast, { port })];

  await send(await source(), 'for both', port, group);

  for (const { shown } of both) await vi.waitFor(() => expect(shown()).toContain('for both'));
});

test.each([
  ['an address that no interface has', { interface: '192.0.2.77' }, /ENODEV|EADDRNOTAVAIL/],
  ['an address that is no group', { group: '10.1.2.3' }, /EINVAL|EADDRNOTAVAIL/],
])('rejects %s, and keeps no socket', async (_, options, code) => {
  const before = openSockets();
  await expect(listening({ ...carefulMulticast, bindTo: () => '0.0.0.0' }, options)).rejects.toThrow(code);

  // Other tests of this process open and close sockets of their own meanwhile.
  await vi.waitFor(() => expect(openSockets()).toBeLessThanOrEqual(before), { timeout: 20_000, interval: 10 });
});

test('500 joins and leaves leak no membership and no descriptor', async () => {
  const ports = new Set<number>();
  for (let round = 0; round < 500; round += 1) {
    const { running } = await listening();
    ports.add(running.port);
    await running.stop();
  }

  if (process.platform === 'linux') expect(await usersOf(group)).toBeUndefined();
  await vi.waitFor(() => expect(boundPorts().filter((port) => ports.has(port)).length).toBeLessThan(LEAKED));
});

/** Sockets of other tests, in other threads, may have been given a port that one of the 500 had. */
const LEAKED = 10;

/** The UDP ports that sockets of this host have, once a socket; none where the system has no list of them. */
function boundPorts(): readonly number[] {
  if (process.platform !== 'linux') return [];
  const rows = readFileSync('/proc/net/udp', 'utf8').trim().split('\n').slice(1);
  return rows.map((row) => Number.parseInt(/^ *\d+: [0-9A-F]{8}:([0-9A-F]{4})/.exec(row)?.[1] ?? '', 16));
}

/** Descriptors of this process; 0 where the system has no list of them. */
function openSockets(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
}
