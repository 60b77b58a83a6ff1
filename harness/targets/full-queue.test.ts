import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { fillQueue } from './full-queue.ts';

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

  const socket = connect({ host: queue.host, port: queue.port });
  const [error] = await once(socket, 'error');

  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});
