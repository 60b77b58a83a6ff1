import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { LOST_MS, watchHost } from './host-watch.ts';

/** A datagram socket on a port of loopback, which swallows what comes. */
async function listener(port = 0): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const socket = createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  const close = async (): Promise<void> => {
    socket.close();
    await once(socket, 'close');
  };
  return { port: socket.address().port, close };
}

test('a host that stops answering is silent until it answers again', async () => {
  const first = await listener();
  await first.close();
  const began = performance.now();
  const watch = await watchHost('127.0.0.1', first.port);
  onTestFinished(() => watch?.close());
  await expect.poll(() => watch?.answers()).toBe(true);
  expect(watch?.silentMs(began)).toBeLessThan(LOST_MS);

  const swallows = await listener(first.port);
  await expect.poll(() => watch?.silentMs(began), { timeout: 30_000 }).toBeGreaterThan(LOST_MS);
  expect(watch?.answers()).toBe(false);
  await swallows.close();

  await expect.poll(() => watch?.answers(), { timeout: 30_000 }).toBe(true);
  const silent = watch?.silentMs(began) ?? 0;
  expect(silent).toBeGreaterThan(LOST_MS);
  expect(watch?.silentMs(performance.now())).toBe(0);
});

test('a host that never answers is not silent: nothing is known of it', async () => {
  const swallows = await listener();
  const began = performance.now();
  const watch = await watchHost('127.0.0.1', swallows.port);
  onTestFinished(() => watch?.close());
  onTestFinished(swallows.close);

  await expect.poll(() => performance.now() - began, { timeout: 10_000 }).toBeGreaterThan(LOST_MS);

  expect([watch?.silentMs(began), watch?.answers()]).toEqual([0, true]);
});

test('a group is no host: nothing is sent to it', async () => {
  expect(await watchHost('239.255.1.2', 9)).toBeUndefined();
});

test.each(['127.0.0.1', '127.1.2.3', '::1'])('this machine itself (%s) is not watched', async (address) => {
  expect(await watchHost(address)).toBeUndefined();
});
