import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { callFortune } from './fortune-client.ts';
import { untilClosed, writeTo } from './socket.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** Plays a server to one client and resolves to the client's result and what the server got from it. */
async function play(act: (socket: Socket) => Promise<void>, replyMs = 5000) {
  let received = 0;
  let acted: Promise<void> | undefined;
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (octets) => {
      received += octets.length;
    });
    acted = act(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const result = await callFortune({ host: '127.0.0.1', port, connectMs: 5000, replyMs }).then(
    (phrase) => ({ phrase }),
    (error: unknown) => ({ error }),
  );
  await acted;
  return { ...result, received };
}

test('shows a phrase that comes octet by octet, split characters and all, and sends nothing', async () => {
  const phrase = 'größer \u{1F600} than 1024 octets '.repeat(10);

  const outcome = await play(async (socket) => {
    socket.setNoDelay(true);
    for (const octet of Buffer.from(phrase)) await writeTo(socket, Uint8Array.of(octet));
    socket.end();
    await untilClosed(socket);
  });

  expect(outcome).toEqual({ phrase, received: 0 });
});

test.each([0, 1023, 1024, 1025, 70_000, 9_000_000])('shows a phrase of %i octets', async (octets) => {
  const phrase = 'x'.repeat(octets);

  const outcome = await play(async (socket) => {
    socket.end(phrase);
    await untilClosed(socket);
  });

  expect(outcome).toEqual({ phrase, received: 0 });
});

test('waits for a phrase that comes late', async () => {
  const outcome = await play(async (socket) => {
    await pause(300);
    socket.end('late');
  });

  expect(outcome).toEqual({ phrase: 'late', received: 0 });
});

test('a reset within the phrase is an error', async () => {
  const outcome = await play(async (socket) => {
    await writeTo(socket, Buffer.from('half of'));
    socket.resetAndDestroy();
  });

  expect(outcome).toMatchObject({ error: { outcome: 'reset' } });
});

test('a server that stalls is left', async () => {
  const outcome = await play(async (socket) => {
    await writeTo(socket, Buffer.from('half of'));
    await untilClosed(socket);
  }, 50);

  expect(outcome).toMatchObject({
    error: { outcome: 'timed-out', message: expect.stringContaining('silent for 50 ms') },
  });
});

test('octets that are not UTF-8 are an error', async () => {
  const outcome = await play(async (socket) => {
    socket.end(Uint8Array.of(0x61, 0xff));
  });

  expect(outcome).toMatchObject({ error: { message: expect.stringContaining('not UTF-8 at octet 1') } });
});
