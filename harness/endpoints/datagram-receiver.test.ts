import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { memberships } from '../addresses/memberships.ts';
import type { EndpointEvent, RunningEndpoint, ServerOptions } from '../contracts/endpoint.ts';
import { compiled, inOwnProcess } from '../processes/own-process.test.helper.ts';
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

/** Only Linux lists the descriptors of a process, and only there are they counted. */
const onLinux = test.skipIf(process.platform !== 'linux');

/**
 * A process that starts receivers, and counts its own descriptors before and behind: `trials` is a statement. One that a
 * closed socket had is given back a turn of the event loop later.
 */
const counting = (trials: string): string => `
  import { readdirSync } from 'node:fs';
  import { setTimeout as pause } from 'node:timers/promises';
  import { carefulMulticast, datagramReceiver } from ${compiled('endpoints/datagram-receiver.js')};
  const nothing = () => undefined;
  const options = { host: '0.0.0.0', port: 0, group: '${group}', interface: '${LOOPBACK}', tell: nothing, show: nothing };
  const start = (parts, more) => datagramReceiver({ ...carefulMulticast, ...parts })({ ...options, ...more });
  await (await start({}, {})).stop();
  const descriptors = () => readdirSync('/proc/self/fd').length;
  const before = descriptors();
  let said = '';
  ${trials}
  for (let looks = 0; looks < 500 && descriptors() > before; looks += 1) await pause(10);
  console.log(JSON.stringify({ said, left: descriptors() - before }));
  process.exit();`;

onLinux.for([
  ['an address that no interface has', { interface: '192.0.2.77' }, /ENODEV|EADDRNOTAVAIL/],
  ['an address that is no group', { group: '10.1.2.3' }, /EINVAL|EADDRNOTAVAIL/],
] as const)('rejects %s, and keeps no socket', ([, options, code]) => {
  const rejected = `await start({ bindTo: () => '0.0.0.0' }, ${JSON.stringify(options)}).catch((error) => { said = error.message; });`;

  expect(inOwnProcess(counting(rejected))).toEqual({ said: expect.stringMatching(code), left: 0 });
});

onLinux('500 joins and leaves leak no membership and no descriptor', async () => {
  const rounds = 'for (let round = 0; round < 500; round += 1) await (await start({}, {})).stop();';

  expect(inOwnProcess(counting(rounds))).toEqual({ said: '', left: 0 });
  expect(await usersOf(group)).toBeUndefined();
});
