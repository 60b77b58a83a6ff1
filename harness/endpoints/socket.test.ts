import { once } from 'node:events';
import { connect } from 'node:net';
import { test as everywhere, expect, onTestFinished, vi } from 'vitest';
import { connectionRow } from '../targets/kernel-tables.ts';
import { listen } from './listen.ts';
import { readFrom } from './socket.ts';

const test = everywhere.runIf(process.platform === 'linux');

/** How the test waits for the kernel: for a condition, with an end. */
const soon = { timeout: 20_000, interval: 5 };

test('what comes while a piece is worked on is not one read with the next', async () => {
  const pieces: string[] = [];
  let go = (): void => undefined;
  const worked = new Promise<void>((resolve) => {
    go = resolve;
  });
  const endpoint = await listen({ host: '127.0.0.1', port: 0, tell: () => undefined }, async (socket) => {
    const read = readFrom(socket, 20_000);
    for (let piece = await read(); piece !== undefined; piece = await read()) {
      pieces.push(Buffer.from(piece).toString());
      await worked;
    }
  });
  onTestFinished(endpoint.stop);
  const socket = connect({ host: '127.0.0.1', port: endpoint.port });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const near = { address: '127.0.0.1', port: socket.localPort ?? 0 };
  const unread = async () =>
    (await connectionRow({ address: '127.0.0.1', port: endpoint.port }, near, undefined))?.receiveQueue;

  socket.write('one');
  await vi.waitFor(() => expect(pieces).toEqual(['one']), soon);
  socket.write('second');
  // Node has one piece in hand: the next read will give it.
  await vi.waitFor(async () => expect(await unread()).toBe(0), soon);
  socket.write('third');
  await vi.waitFor(async () => expect(await unread()).toBe('third'.length), soon);
  go();
  socket.end();
  await vi.waitFor(() => expect(pieces).toEqual(['one', 'second', 'third']), soon);
});
