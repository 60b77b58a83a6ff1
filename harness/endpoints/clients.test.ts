import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { suiteAt } from '../../suites/index.ts';
import { uploadHeader } from '../protocols/upload.ts';
import { freePort } from '../targets/ports.ts';
import { callWith, fullQueue, type Play, playing } from './calling.test.helper.ts';
import { clientNamed, clients } from './clients.ts';

/** A label of over 63 octets (RFC 1035 §2.3.4): the resolver refuses the name by itself, and no query leaves. */
const unaskableName = `${'x'.repeat(64)}.invalid`;

let dir = '';
let file = '';
let server: Pick<Play, 'stop'> | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sockspec-clients-'));
  file = join(dir, 'a.txt');
  writeFileSync(file, 'contents');
});
afterEach(() => {
  server?.stop();
  rmSync(dir, { recursive: true });
});

async function play(...act: Parameters<typeof playing>): Promise<Play> {
  const it = await playing(...act);
  server = it;
  return it;
}

function named(name: string) {
  return clientNamed(name) ?? { run: () => Promise.reject(new Error(`there is no ${name}`)) };
}

test('every client has a name of its own and a suite', () => {
  expect(clients.map(({ name, suite }) => [name, suite])).toEqual([
    ['fortune', 'fortune/client'],
    ['upload', 'upload/client'],
    ['lines', 'lines/client'],
    ['record', 'record/client'],
    ['probe', 'connect/client'],
    ['multicast', 'multicast/sender'],
    ['broadcast', 'broadcast/sender'],
  ]);
  expect(clientNamed('telnet')).toBeUndefined();
});

const connecting = clients.filter(({ suite }) => suiteAt(suite).role === 'client');

describe.each(connecting)('$name, where no connection comes about', ({ run }) => {
  test('tells refused, timed out and address error apart, one line each, status 1', async () => {
    const full = await fullQueue();
    server = full;
    const seen = [
      await callWith({ run }, await freePort('127.0.0.1'), { file }),
      await callWith({ run }, full.port, { file, connectMs: 300 }),
      await callWith({ run }, 1, { file, host: unaskableName }),
    ];

    expect(seen).toEqual([
      { status: 1, shown: expect.stringMatching(/^error: 127\.0\.0\.1:\d+ refused the connection[^\n]*\n$/) },
      { status: 1, shown: expect.stringMatching(/^error: 127\.0\.0\.1:\d+ timed out[^\n]*\n$/) },
      { status: 1, shown: expect.stringMatching(/^error: address error[^\n]*\n$/) },
    ]);
  });

  test('ends when it is told to, while it connects', async () => {
    const full = await fullQueue();
    server = full;
    const stopping = new AbortController();
    const call = callWith({ run }, full.port, { file, signal: stopping.signal });
    setImmediate(() => stopping.abort());

    expect(await call).toEqual({ status: 1, shown: expect.stringContaining('was stopped') });
  });
});

test.each(['fortune', 'upload', 'lines', 'record'])(
  '%s ends when it is told to, while it is connected',
  async (name) => {
    const stopping = new AbortController();
    const { port } = await play(() => stopping.abort());

    expect(await callWith(named(name), port, { file, signal: stopping.signal })).toEqual({
      status: 1,
      shown: expect.stringContaining('was stopped'),
    });
  },
);

test('fortune shows the phrase, and sends nothing', async () => {
  const { port, received } = await play((socket) => socket.end('größer'));

  expect(await callWith(named('fortune'), port)).toEqual({ status: 0, shown: 'größer\n' });
  expect(received().length).toBe(0);
});

test('fortune does not show the part of a phrase', async () => {
  const { port } = await play((socket) => socket.write('half', () => socket.resetAndDestroy()));

  const { status, shown } = await callWith(named('fortune'), port);
  expect([status, shown]).toEqual([1, expect.stringMatching(/^error: [^\n]*reset[^\n]*\n$/)]);
});

test('upload sends the file, and shows nothing', async () => {
  const { port, received } = await play();

  expect(await callWith(named('upload'), port, { file })).toEqual({ status: 0, shown: '' });
  expect(received()).toEqual(Buffer.concat([uploadHeader.encode({ name: 'a.txt', size: 8 }), Buffer.from('contents')]));
});

test.each([
  ['a reset', (socket: { resetAndDestroy: () => void }) => socket.resetAndDestroy()],
  ['a close', (socket: { destroy: () => void }) => socket.destroy()],
])('upload reports %s', async (_, end) => {
  truncateSync(file, 32 * 1024 * 1024);
  const { port } = await play((socket) => socket.once('data', () => end(socket)));

  expect(await callWith(named('upload'), port, { file })).toEqual({
    status: 1,
    shown: expect.stringMatching(/^error: [^\n]+\n$/),
  });
});

test('upload reports a missing file, and that it was given none', async () => {
  const { port, history } = await play();

  expect(await callWith(named('upload'), port, { file: `${file}.missing` })).toEqual({
    status: 1,
    shown: expect.stringContaining('there is no such file'),
  });
  expect((await callWith(named('upload'), port)).shown).toBe('error: expected a file to send, found none\n');
  expect(history()).toEqual([]);
});

test('lines sends five lines of its own, each ended', async () => {
  const { port, received, history } = await play();

  expect(await callWith(named('lines'), port)).toEqual({ status: 0, shown: '' });
  expect(received().toString()).toBe([1, 2, 3, 4, 5].map((number) => `line ${number} of 5\n`).join(''));
  expect(history()).toEqual(['open', 'end']);
});

test('lines sends each line of its input when it is whole, and ends the last', async () => {
  const { port, received } = await play();
  async function* input(): AsyncGenerator<string> {
    yield 'a';
    yield 'b\n\nc';
    await expect.poll(() => received().toString()).toBe('ab\n\n');
    yield 'd\ne\u{1F600}'.slice(0, -1);
    await expect.poll(() => received().toString()).toBe('ab\n\ncd\n');
    yield '\u{1F600}'.slice(1);
  }

  expect(await callWith(named('lines'), port, { input: input() })).toEqual({ status: 0, shown: '' });
  expect(received().toString()).toBe('ab\n\ncd\ne\u{1F600}\n');
});

test('lines reports a reset at once, though its input goes on', async () => {
  const { port } = await play((socket) => socket.once('data', () => socket.resetAndDestroy()));
  async function* input(): AsyncGenerator<string> {
    yield 'a\n';
    await new Promise(() => undefined);
  }

  expect(await callWith(named('lines'), port, { input: input() })).toEqual({
    status: 1,
    shown: expect.stringMatching(/^error: 127\.0\.0\.1:\d+ reset the connection\n$/),
  });
});

test('record sends its record', async () => {
  const { port, received, history } = await play();

  expect(await callWith(named('record'), port)).toEqual({ status: 0, shown: '' });
  expect(received()).toEqual(Buffer.from('\0\0\0\x01\0\0\0\x0chello record'));
  expect(history()).toEqual(['open', 'end']);
});

test('probe says where it was connected to, and closes', async () => {
  const { port, received, history } = await play();

  expect(await callWith(named('probe'), port)).toEqual({ status: 0, shown: `connected to 127.0.0.1:${port}\n` });
  expect([history(), received().length]).toEqual([['open', 'end'], 0]);
});

test('probe tells a reset from a connection', async () => {
  const { port } = await play((socket) => socket.resetAndDestroy());

  expect(await callWith(named('probe'), port)).toEqual({
    status: 1,
    shown: expect.stringMatching(/^error: 127\.0\.0\.1:\d+ reset the connection\n$/),
  });
});

test('probe connects to a name', async () => {
  const { port } = await play();

  const { status, shown } = await callWith(named('probe'), port, { host: 'localhost' });
  expect([status, shown]).toEqual([0, `connected to 127.0.0.1:${port}\n`]);
});
