import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EndpointEvent, RunningEndpoint } from '../contracts/endpoint.ts';
import { uploadHeader } from '../protocols/upload.ts';
import { startRx } from './rx-server.ts';
import { writeTo } from './socket.ts';

let dir = '';
let events: EndpointEvent[] = [];
let running: RunningEndpoint | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sockspec-rx-'));
  events = [];
});
afterEach(async () => {
  await running?.stop();
  rmSync(dir, { recursive: true });
});

async function serve(idleMs = 5000): Promise<RunningEndpoint> {
  const tell = (event: EndpointEvent) => events.push(event);
  running = await startRx({ host: '127.0.0.1', port: 0, dir, idleMs, tell });
  return running;
}

async function client({ port }: RunningEndpoint): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const wholeUpload = (name: string): Uint8Array =>
  Buffer.concat([uploadHeader.encode({ name, size: name.length }), Buffer.from(name)]);

test('serves one client after the other, in the order they came', async () => {
  const server = await serve();
  const first = await client(server);
  await writeTo(first, wholeUpload('first').subarray(0, 3));
  const second = await client(server);
  second.end(wholeUpload('second'));
  const third = await client(server);
  third.end(wholeUpload('third'));
  first.end(wholeUpload('first').subarray(3));
  third.resume();
  await once(third, 'close');

  expect(events.map((event) => event.text.split(',')[0])).toEqual([
    'stored "first"',
    'stored "second"',
    'stored "third"',
  ]);
  expect(readFileSync(join(dir, 'second'), 'utf8')).toBe('second');
});

test('a receive error and an early close are told as one event each, and survived', async () => {
  const server = await serve();
  const reset = await client(server);
  await writeTo(reset, wholeUpload('reset').subarray(0, 8));
  reset.resetAndDestroy();
  const early = await client(server);
  early.end(wholeUpload('early').subarray(0, 13));
  const next = await client(server);
  next.end(wholeUpload('next'));
  next.resume();
  await once(next, 'close');

  expect(events.map(({ level, text }) => `${level} ${text.replace(/127\.0\.0\.1:\d+/, 'PEER')}`)).toEqual([
    expect.stringMatching(/^warn receive error, PEER: .*ECONNRESET/),
    'warn early close, PEER: the client ended after 2 of 5 octets of contents',
    'info stored "next", 4 octets, from PEER',
  ]);
});

test('a silent client keeps the others waiting no longer than the idle time', async () => {
  const server = await serve(400);
  const silent = await client(server);
  const next = await client(server);
  next.end(wholeUpload('next'));
  next.resume();
  await once(next, 'close');

  expect(events.map((event) => event.text)).toEqual([
    expect.stringContaining('silent for 400 ms'),
    expect.stringContaining('stored "next"'),
  ]);
  silent.destroy();
});

test('stop ends the client that is served and those that wait', async () => {
  const server = await serve();
  const sockets = [await client(server), await client(server), await client(server)];
  const closed = sockets.map((socket) => new Promise((resolve) => socket.resume().once('close', resolve)));
  await server.stop();
  await Promise.all(closed);

  expect(events).toHaveLength(1);
});

test('a port in use rejects the start', async () => {
  const { port } = await serve();

  await expect(startRx({ host: '127.0.0.1', port, dir, tell: () => undefined })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
