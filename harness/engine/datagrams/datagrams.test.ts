import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { otherAddress } from '../../addresses/interfaces.ts';
import type { TargetInterface } from '../../contracts/plan.ts';
import { NotReachable } from '../../contracts/target.ts';
import { freeDatagramPort, freshGroup } from '../../targets/datagram-places.ts';
import { boundAddresses } from '../../targets/datagram-tables.ts';
import { startTranscript } from '../tester/transcript.ts';
import { openSink } from './datagram-sink.ts';
import { bindSocket, closeSocket, openSource } from './datagram-source.ts';

const lo: TargetInterface = { name: 'lo', address: '127.0.0.1', prefix: 8 };
const gone: TargetInterface = { name: 'wlan9', address: '192.0.2.77', prefix: 24 };
const broadcasts = ['127.255.255.255', '255.255.255.255'];

async function sinkOn(port: number, group?: string) {
  const transcript = startTranscript();
  const sink = await openSink({ on: lo, port, broadcasts, transcript, ...(group === undefined ? {} : { group }) });
  onTestFinished(sink.close);
  return { sink, transcript };
}

async function source() {
  const opened = await openSource(lo, 1, startTranscript());
  onTestFinished(opened.close);
  return opened;
}

test('a sink tells what each datagram was sent to', async () => {
  const [port, group] = [await freeDatagramPort(), freshGroup()];
  const { sink } = await sinkOn(port, group);
  const { send, address } = await source();

  for (const to of [group, ...broadcasts, lo.address]) await send(to, port, Buffer.from(to));
  await sink.until(4, 5000, () => false);

  const seen = sink.arrivals().map((one) => [one.to, one.address, Buffer.from(one.octets).toString(), one.source]);
  expect(seen.toSorted()).toEqual(
    [
      ['group', group, group, address],
      ['broadcast', '127.255.255.255', '127.255.255.255', address],
      ['broadcast', '255.255.255.255', '255.255.255.255', address],
      ['unicast', lo.address, lo.address, address],
    ].toSorted(),
  );
});

test('a broadcast address that cannot be bound is left out, and the others are listened to', async () => {
  const port = await freeDatagramPort();
  const transcript = startTranscript();
  const sink = await openSink({ on: lo, port, broadcasts: ['203.0.113.255', ...broadcasts], transcript });
  onTestFinished(sink.close);
  const { send } = await source();

  await send('127.255.255.255', port, Buffer.from('heard'));
  await sink.until(1, 5000, () => false);

  expect(sink.arrivals().map(({ address, port: from }) => [address, from > 0])).toEqual([['127.255.255.255', true]]);
  expect(transcript.evidence(false)).toContainEqual(
    expect.objectContaining({
      what: 'note',
      text: expect.stringMatching(/^203\.0\.113\.255 cannot be listened on: .*EADDRNOTAVAIL/),
    }),
  );
});

test('another address of the loopback interface can be sent from, and is told', async () => {
  const port = await freeDatagramPort();
  const { sink } = await sinkOn(port);
  const other = otherAddress(lo);
  const opened = await openSource(lo, 1, startTranscript(), 0, other);
  onTestFinished(opened.close);

  await opened.send('127.255.255.255', port, Buffer.from('heard'));
  await sink.until(1, 5000, () => false);

  expect(other).toBe(process.platform === 'linux' ? '127.0.0.2' : undefined);
  expect(sink.arrivals().map((one) => [one.source, one.port])).toEqual([[other ?? lo.address, opened.port]]);
});

test('a sink keeps the beginning of a flood, and says in the transcript what came', async () => {
  const port = await freeDatagramPort();
  const { sink, transcript } = await sinkOn(port);
  const { send } = await source();

  for (let number = 0; number < 300; number += 1) await send(lo.address, port, Buffer.from(String(number)));
  await sink.until(256, 5000, () => false);

  expect(sink.arrivals()).toHaveLength(256);
  expect(transcript.evidence(false)[0]).toMatchObject({
    who: 'iut',
    what: 'receive',
    octets: 1,
    text: expect.stringMatching(/^to 127\.0\.0\.1, from 127\.0\.0\.1:\d+: 0$/),
  });
});

test('a wait for datagrams ends when it is over, and when it is told to look', async () => {
  const { sink } = await sinkOn(await freeDatagramPort());
  let isOver = false;
  const waiting = sink.until(1, 60_000, () => isOver);
  isOver = true;
  sink.look();

  await waiting;
  expect(sink.arrivals()).toEqual([]);
});

test('a closed sink has no socket and no membership left', async () => {
  const [port, group] = [await freeDatagramPort(), freshGroup()];
  const { sink } = await sinkOn(port, group);
  expect(await boundAddresses(port, undefined)).toHaveLength(4);

  await sink.close();

  // Another program of this machine may be given the port at once, for a while.
  await expect.poll(() => boundAddresses(port, undefined), { timeout: 20_000 }).toEqual([]);
});

test('datagrams of a source leave one by one, in order, empty ones too', async () => {
  const port = await freeDatagramPort();
  const { sink } = await sinkOn(port);
  const { send } = await source();

  await send(lo.address, port, Buffer.from('a'), Buffer.alloc(0), Buffer.from('b'));
  await sink.until(3, 5000, () => false);

  expect(sink.arrivals().map(({ octets }) => Buffer.from(octets).toString())).toEqual(['a', '', 'b']);
});

test('an interface that is not there is no fault of the IUT', async () => {
  await expect(openSource(gone, 1, startTranscript())).rejects.toThrow(NotReachable);
  await expect(openSource(gone, 1, startTranscript())).rejects.toThrow(
    'the harness cannot send through wlan9 (192.0.2.77)',
  );
  const transcript = startTranscript();
  await expect(openSink({ on: gone, port: 9, broadcasts: [], transcript })).rejects.toThrow(
    'the harness cannot listen on 192.0.2.77, port 9',
  );
});

test('a shared port is bound twice, another is not', async () => {
  const first = await bindSocket(lo.address, 0, true);
  const { port } = first.address();
  await closeSocket(await bindSocket(lo.address, port, true));
  await expect(bindSocket(lo.address, port, false)).rejects.toThrow('EADDRINUSE');
  await closeSocket(first);
});

test('the kernel tells which addresses sockets have bound on a port, of both families', async () => {
  const four = await bindSocket(lo.address, 0, false);
  const { port } = four.address();
  const six = createSocket({ type: 'udp6', ipv6Only: true });
  six.bind({ address: '::', port });
  await once(six, 'listening');

  expect((await boundAddresses(port, undefined))?.toSorted()).toEqual(['127.0.0.1', '::']);

  await closeSocket(four);
  await closeSocket(six);
});

test('a source sends from the port that it is given, or from any where that is taken', async () => {
  const port = await freeDatagramPort();
  const first = await openSource(lo, 1, startTranscript(), port);
  onTestFinished(first.close);
  const second = await openSource(lo, 2, startTranscript(), port);
  onTestFinished(second.close);

  expect(first.port).toBe(port);
  expect(second.port).not.toBe(port);
});
