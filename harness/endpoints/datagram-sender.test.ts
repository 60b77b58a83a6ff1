import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ClientOptions } from '../contracts/endpoint.ts';
import { freshGroup } from '../targets/datagram-places.ts';
import { carefulBroadcastSender, carefulMulticastSender, datagramSender } from './datagram-sender.ts';

const LOOPBACK = '127.0.0.1';

interface Heard {
  readonly port: number;
  readonly texts: () => readonly string[];
}

/** A socket bound to the address itself, so that it hears nothing else. */
async function ear(address: string, joins = false): Promise<Heard> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  onTestFinished(() => void socket.close());
  socket.bind({ address, port: 0 });
  await once(socket, 'listening');
  if (joins) socket.addMembership(address, LOOPBACK);
  const texts: string[] = [];
  socket.on('message', (octets) => texts.push(octets.toString('latin1')));
  return { port: socket.address().port, texts: () => texts };
}

function options(host: string, port: number, more: Partial<ClientOptions> = {}): ClientOptions {
  return {
    ...{ host, port, interface: LOOPBACK, intervalMs: 10, connectMs: 1000, replyMs: 1000 },
    ...{ tell: () => undefined, show: () => undefined, signal: new AbortController().signal },
    ...more,
  };
}

test('a multicast sender sends the text to the group, so many times', async () => {
  const group = freshGroup();
  const { port, texts } = await ear(group, true);

  expect(await datagramSender(carefulMulticastSender)(options(group, port, { count: 3 }))).toBe(3);

  await vi.waitFor(() => expect(texts()).toEqual(['hello world', 'hello world', 'hello world']));
});

test.each(['127.255.255.255', '255.255.255.255'])('a broadcast sender reaches %s', async (address) => {
  const { port, texts } = await ear(address);

  await datagramSender(carefulBroadcastSender)(options(address, port, { count: 2 }));

  await vi.waitFor(() => expect(texts()).toEqual(['hello world', 'hello world']));
});

test('ends when it is told to, and says how many it has sent', async () => {
  const { port, texts } = await ear('127.255.255.255');
  const stopping = new AbortController();
  const sent = datagramSender(carefulBroadcastSender)(options('127.255.255.255', port, { signal: stopping.signal }));
  await vi.waitFor(() => expect(texts().length).toBeGreaterThan(2));

  stopping.abort();

  await vi.waitFor(async () => expect(texts()).toHaveLength(await sent));
});

test.each([
  [{ ...carefulBroadcastSender, prepare: () => undefined }, {}, /the kernel refuses to send .* SO_BROADCAST/],
  [carefulBroadcastSender, { interface: '192.0.2.77' }, /this machine has no interface with the address 192\.0\.2\.77/],
])('says in one sentence why nothing can be sent', async (parts, more, sentence) => {
  await expect(datagramSender(parts)(options('127.255.255.255', 9, { count: 1, ...more }))).rejects.toThrow(sentence);
});

test('without an interface nothing is sent', async () => {
  const { interface: _, ...unnamed } = options('127.255.255.255', 9, { count: 1 });

  await expect(datagramSender(carefulBroadcastSender)(unnamed)).rejects.toThrow('expected an interface');
});
