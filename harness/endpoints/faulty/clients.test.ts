import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../targets/ports.ts';
import { callWith, type Play, playing } from '../calling.test.helper.ts';
import { clientNamed } from '../clients.ts';
import { sendInPieces } from '../cutting.test.helper.ts';
import { clientFaultNamed, clientFaults, clientFaultsOf } from './clients.ts';

const MIB = 1024 * 1024;

/** Far enough apart to be two reads on the same machine. */
const GAP_MS = 30;

const dir = mkdtempSync(join(tmpdir(), 'sockspec-faults-'));
const file = join(dir, 'a.txt');
const large = join(dir, 'large.bin');
beforeAll(() => {
  writeFileSync(file, 'one\ntwo');
  writeFileSync(large, '');
  truncateSync(large, 16 * MIB);
});
afterAll(() => rmSync(dir, { recursive: true }));

let server: Play | undefined;
afterEach(() => server?.stop());

async function play(...act: Parameters<typeof playing>): Promise<Play> {
  server = await playing(...act);
  return server;
}

function named(endpoint: string, name: string) {
  return clientFaultNamed(endpoint, name) ?? { run: () => Promise.reject(new Error(`there is no fault ${name}`)) };
}

describe.each(clientFaults.map((fault) => [`${fault.endpoint}/${fault.name}`, fault] as const))('%s', (_, fault) => {
  test('says what it is, of which client, and what it breaks', () => {
    expect(fault.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(clientNamed(fault.endpoint)).toBeDefined();
    expect(fault.summary).toMatch(/^[a-z].*[^.]$/);
    expect(fault.breaks).not.toEqual([]);
    const rows = [...fault.breaks, ...Object.keys(fault.mayRedden)];
    expect(new Set(rows).size).toBe(rows.length);
  });

  test('ends when it is told to, connected to a server that does nothing', async () => {
    const stopping = new AbortController();
    const { port } = await play((socket) => {
      socket.pause();
      stopping.abort();
    });

    const { status } = await callWith(fault, port, { file, signal: stopping.signal, replyMs: 3_600_000 });
    expect([0, 1]).toContain(status);
  });
});

test('names are unique within a client, and found', () => {
  const names = clientFaults.map(({ endpoint, name }) => `${endpoint}/${name}`);
  expect(new Set(names).size).toBe(names.length);
  for (const fault of clientFaults) expect(clientFaultNamed(fault.endpoint, fault.name)).toBe(fault);
  expect(clientFaultNamed('fortune', 'little-endian-size')).toBeUndefined();
  expect(clientFaultsOf('telnet')).toEqual([]);
});

const header = (name: string, size: readonly number[], separator = '\n') =>
  `${name}\n${String.fromCharCode(...size)}${separator}`;

test.each([
  ['upload', 'little-endian-size', `${header('a.txt', [7, 0, 0, 0])}one\ntwo`],
  ['upload', 'decimal-size', 'a.txt\n7\none\ntwo'],
  ['upload', 'size-counts-header', `${header('a.txt', [0, 0, 0, 18])}one\ntwo`],
  ['upload', 'no-separator', `${header('a.txt', [0, 0, 0, 7], '')}one\ntwo`],
  ['upload', 'sends-folder-too', expect.stringMatching(/^sockspec-faults-\w+\/a\.txt\n/)],
  ['upload', 'text-mode-newlines', `${header('a.txt', [0, 0, 0, 7])}one\r\ntwo`],
  ['upload', 'forgets-last-octet', `${header('a.txt', [0, 0, 0, 7])}one\ntw`],
  ['lines', 'separates-lines', 'line 1 of 5\nline 2 of 5\nline 3 of 5\nline 4 of 5\nline 5 of 5'],
  ['record', 'little-endian-header', '\x01\0\0\0\x0c\0\0\0hello record'],
  ['record', 'size-counts-header', '\0\0\0\x01\0\0\0\x14hello record'],
  ['fortune', 'sends-a-greeting', expect.stringMatching(/./)],
])('%s %s sends %j', async (endpoint, name, expected) => {
  const { port, received } = await play(
    endpoint === 'fortune' ? (socket) => socket.end('x') : (socket) => socket.on('end', () => socket.end()),
  );
  await callWith(named(endpoint, name), port, { file });

  expect(received().toString('latin1')).toEqual(expected);
});

test('sends-long-names sends one of 40 characters', async () => {
  const long = join(dir, 'n'.repeat(40));
  writeFileSync(long, '');
  const { port, received } = await play();
  await callWith(named('upload', 'sends-long-names'), port, { file: long });

  expect(received().toString('latin1')).toBe(header('n'.repeat(40), [0, 0, 0, 0]));
});

test('size-modulo-4-gib sends a header for 4 GiB, and any other file as it is', async () => {
  const huge = join(dir, 'huge');
  writeFileSync(huge, '');
  truncateSync(huge, 2 ** 32);
  const { port, received } = await play();
  const fault = named('upload', 'size-modulo-4-gib');

  expect((await callWith(fault, port, { file: huge })).status).toBe(0);
  expect(received().toString('latin1')).toBe(header('huge', [0, 0, 0, 0]));
  expect((await callWith(fault, port, { file })).status).toBe(0);
  expect(received().toString('latin1')).toContain('one\ntwo');
});

test.each([
  ['one-write', 'at once', 65_536],
  ['ignores-short-writes', 'late', 16 * MIB - 1],
])('%s loses octets of a receiver that reads %s', async (name, when, atMost) => {
  const { port, received } = await play((socket) => {
    socket.on('end', () => socket.end());
    if (when === 'at once') return;
    socket.pause();
    setTimeout(() => socket.resume(), 10 * GAP_MS);
  });
  await callWith(named('upload', name), port, { file: large });

  const contents = received().length - header('large.bin', [0, 0, 0, 0]).length;
  expect(contents).toBeGreaterThan(0);
  expect(contents).toBeLessThanOrEqual(atMost);
});

test.each([
  ['fortune', 'hides-reset', ''],
  ['fortune', 'shows-part', 'half\n'],
  ['lines', 'hides-reset', ''],
  ['record', 'hides-reset', ''],
  ['upload', 'hides-lost-connection', ''],
])('%s %s: a reset is status 0', async (endpoint, name, shown) => {
  const { port } = await play((socket) => {
    if (endpoint === 'fortune') socket.write('half', () => setTimeout(() => socket.resetAndDestroy(), GAP_MS));
    else socket.once('data', () => socket.resetAndDestroy());
  });

  expect(await callWith(named(endpoint, name), port, { file: large })).toEqual({ status: 0, shown });
});

test.each([
  ['one-read', ['half', ' whole'], 'half\n'],
  ['buffer-of-1024', ['x'.repeat(1025)], `${'x'.repeat(1024)}\n`],
  ['decodes-each-read', ['\xc3', '\xb6'], '\uFFFD\uFFFD\n'],
  ['decodes-each-block', [`${'x'.repeat(65_535)}\xc3\xb6`], `${'x'.repeat(65_535)}\uFFFD\uFFFD\n`],
])('%s shows of the pieces %j', async (name, pieces, shown) => {
  const { port } = await play(async (socket) => {
    await sendInPieces(
      socket,
      pieces.map((piece) => Buffer.from(piece, 'latin1')),
    );
    socket.end();
  });

  expect(await callWith(named('fortune', name), port)).toEqual({ status: 0, shown });
});

test.each([
  ['fortune', 'never-closes', ['open']],
  ['upload', 'never-closes', ['open']],
  ['upload', 'closes-with-reset', ['open', 'reset']],
  ['lines', 'never-closes', ['open']],
  ['lines', 'closes-with-reset', ['open', 'reset']],
  ['record', 'never-closes', ['open']],
])('%s %s ends its side as %j', async (endpoint, name, expected) => {
  const stopping = new AbortController();
  const { port, received, history } = await play((socket) => {
    if (endpoint === 'fortune') socket.end('x');
  });
  const call = callWith(named(endpoint, name), port, { file, signal: stopping.signal });
  await expect.poll(() => (endpoint === 'fortune' ? 'two' : received().toString())).toMatch(/two|5 of 5|record/);
  await pause(2 * GAP_MS);
  const seen = [...history()];
  stopping.abort();
  await call;

  expect(seen).toEqual(expected);
});

test.each([
  ['hides-refused', { status: 0, shown: '' }],
  ['one-text-for-all', { status: 1, shown: 'error: could not connect\n' }],
  ['hides-timeout', { status: 1, shown: expect.stringContaining('refused') }],
])('%s of a refused connection', async (name, expected) => {
  expect(await callWith(named('probe', name), await freePort('127.0.0.1'))).toEqual(expected);
});

test('retries-for-ever says nothing until it is ended', async () => {
  const signal = AbortSignal.timeout(5 * GAP_MS);
  const { shown } = await callWith(named('probe', 'retries-for-ever'), await freePort('127.0.0.1'), { signal });

  expect([signal.aborted, shown]).toEqual([true, '']);
});
