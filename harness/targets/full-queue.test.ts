import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { fillQueue } from './full-queue.ts';
import { comesToRefuse } from './ports.ts';

/** The kernel sends a dropped SYN again after a second: by then two are gone, and still nothing was told. */
const RETRANSMITTED_MS = 1500;

test('a further handshake neither completes nor is refused', async () => {
  const queue = await fillQueue();
  const late = connect({ host: queue.host, port: queue.port });
  onTestFinished(async () => {
    late.destroy();
    await queue.release();
  });

  const told = once(late, 'connect').catch(() => 'refused');

  expect(await Promise.race([told, setTimeout(RETRANSMITTED_MS, 'nothing')])).toBe('nothing');
  expect(late.connecting).toBe(true);
});

test('once released, the port refuses', async () => {
  const queue = await fillQueue();
  await queue.release();

  expect(await comesToRefuse(queue)).toBe(true);
});

test('two who need one at the same time share it, until both have released it', async () => {
  const [first, second] = await Promise.all([fillQueue(), fillQueue()]);
  expect(second.port).toBe(first.port);

  await first.release();
  await first.release();
  const late = connect({ host: second.host, port: second.port });
  onTestFinished(() => {
    late.destroy();
  });
  const told = once(late, 'connect').catch(() => 'refused');
  expect(await Promise.race([told, setTimeout(RETRANSMITTED_MS, 'nothing')])).toBe('nothing');

  await second.release();
  expect(await comesToRefuse(second)).toBe(true);
});
