import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningEndpoint } from '../../contracts/endpoint.ts';
import { serverNamed } from '../../endpoints/index.ts';
import { comesToRefuse } from '../../targets/ports.ts';
import { statusInProcess } from '../in-process.test.helper.ts';

let dir = '';
let out = '';
let err = '';
let shown = '';
let running: RunningEndpoint | undefined;

const writers = {
  out: (text: string) => {
    out += text;
  },
  err: (text: string) => {
    err += text;
  },
};
const main = (words: readonly string[]) => statusInProcess(writers, words);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sockspec-call-'));
  out = '';
  err = '';
  shown = '';
});
const { isTTY } = process.stderr;
afterEach(async () => {
  Object.defineProperty(process.stderr, 'isTTY', { value: isTTY, configurable: true });
  await running?.stop();
  rmSync(dir, { recursive: true });
});

const show = (text: string): void => {
  shown += text;
};

/** Starts a reference server and resolves to its address. */
async function serve(name: string, phrases: readonly string[] = []): Promise<string> {
  const options = { host: '127.0.0.1', port: 0, dir: join(dir, 'store'), phrases, tell: () => undefined, show };
  running = await serverNamed(name)?.start(options);
  return `127.0.0.1:${running?.port}`;
}

/** Stops the server, and waits until nobody listens there: a child that is being forked has a copy of the listener for a while. */
async function stopServing(): Promise<void> {
  await running?.stop();
  await comesToRefuse({ host: '127.0.0.1', port: running?.port ?? 0 });
}

function file(name: string, contents: string | Uint8Array): string {
  const path = join(dir, name);
  writeFileSync(path, contents);
  return path;
}

test('a phrase goes to standard output', async () => {
  expect(await main(['call', 'fortune', await serve('fortune', ['größer'])])).toBe(0);
  expect([out, err]).toEqual(['größer\n', '']);
});

test.each(['file first', 'address first'])('a file is sent, %s', async (order) => {
  const address = await serve('upload');
  const path = file('a.txt', 'contents');
  const words = order === 'file first' ? [path, address] : [address, path];

  expect(await main(['call', 'upload', ...words, '--name', 'b.txt'])).toBe(0);
  await expect.poll(() => readFileSync(join(dir, 'store', 'b.txt'), 'utf8')).toBe('contents');
  expect([out, err]).toEqual(['', '']);
});

test('lines are sent, those of the flags or those of the standard input', async () => {
  const address = await serve('lines');
  expect(await main(['call', 'lines', address, '--line', 'one', '--line', 'two'])).toBe(0);
  expect(shown).toBe('one\ntwo\n');
  const { stdin } = process;
  Object.defineProperty(process, 'stdin', {
    value: Readable.from([Buffer.from('thr'), Buffer.from('ee\nfour')]),
    configurable: true,
  });
  expect(await main(['call', 'lines', address])).toBe(0);
  Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });

  expect(shown).toBe('one\ntwo\nthree\nfour\n');
  expect([out, err]).toEqual(['', '']);
});

test.each([
  [[], 'record version=1 size=12 data=hello record\n'],
  [['--record-version', '4294967295', '--data', ''], 'record version=4294967295 size=0 data=\n'],
  [['--file', import.meta.filename], expect.stringContaining('data=import { mkdtempSync')],
])('a record is sent: %j', async (words, line) => {
  expect(await main(['call', 'record', await serve('record'), ...words])).toBe(0);
  expect(shown).toEqual(line);
});

test('a probe says that it was connected, or why not', async () => {
  const address = await serve('lines');
  expect(await main(['call', 'probe', address])).toBe(0);
  expect([out, err]).toEqual([`connected to ${address}\n`, '']);
  await stopServing();
  expect(await main(['call', 'probe', address])).toBe(1);
  expect(err).toMatch(/^sockspec: 127\.0\.0\.1:\d+ refused the connection[^\n]*\n$/);
});

test('a faulty client is called', async () => {
  const address = await serve('record');
  expect(await main(['call', 'record', address, '--fault', 'size-counts-header', '--timeout', '1000'])).toBe(0);
  expect(shown).toBe('');
  await running?.stop();
  expect(await main(['call', 'probe', address, '--fault', 'one-text-for-all'])).toBe(1);
  expect([out, err]).toEqual(['error: could not connect\n', 'sockspec: the faulty client ended with status 1\n']);
});

test('progress is shown on a terminal only, and for files over 1 MiB only', async () => {
  const address = await serve('upload');
  const [large, small] = [file('large', new Uint8Array(1024 * 1024 + 1)), file('small', 'x')];
  await main(['call', 'upload', large, address]);
  expect(err).toBe('');
  Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
  await main(['call', 'upload', small, address]);
  expect(err).toBe('');
  await main(['call', 'upload', large, address]);
  expect(err.slice(err.lastIndexOf('\r'))).toBe('\r\u001b[Ksent 100 % of 1.0 MiB\n');
});

test('a network failure is one plain line and status 1', async () => {
  const address = await serve('upload');
  await stopServing();

  expect(await main(['call', 'upload', file('a', ''), address])).toBe(1);
  expect(err).toMatch(/^sockspec: 127\.0\.0\.1:\d+ refused the connection[^\n]*\n$/);
});

test('a silent server is one plain line and status 1', async () => {
  const address = await serve('upload');

  expect(await main(['call', 'fortune', address, '--timeout', '50'])).toBe(1);
  expect(err).toMatch(/^sockspec: 127\.0\.0\.1:\d+ timed out: connected, then silent for 50 ms\n$/);
});

test.each([
  [
    'an unknown endpoint',
    ['telnet', '127.0.0.1:1'],
    'expected an endpoint (fortune, upload, lines, record, probe, multicast, broadcast), found "telnet"',
  ],
  ['a property of every object', ['constructor', '127.0.0.1:1'], 'expected an endpoint'],
  ['no address', ['fortune'], 'expected fortune HOST:PORT, found nothing more'],
  ['no file', ['upload', '127.0.0.1:1'], 'expected upload FILE HOST:PORT, found 127.0.0.1:1'],
  ['an address without a port', ['fortune', 'phone'], 'expected HOST:PORT, such as'],
  ['two files', ['upload', 'a', 'b'], 'expected HOST:PORT, such as 192.168.1.20:54321 or [::1]:54321, found "b"'],
  ['a missing file', ['upload', '/nonexistent/x', '127.0.0.1:1'], 'cannot send /nonexistent/x: there is no such file'],
  ['a name for a fortune', ['fortune', '127.0.0.1:1', '--name', 'x'], 'expected no --name'],
  ['a line for a record', ['record', '127.0.0.1:1', '--line', 'x'], 'expected no --line: the record client has no use'],
  [
    'two sources of data',
    ['record', '127.0.0.1:1', '--data', 'x', '--file', 'y'],
    'expected --data or --file, found both',
  ],
  [
    'a missing file of data',
    ['record', '127.0.0.1:1', '--file', '/nonexistent/x'],
    'expected a file of data, found /none',
  ],
  [
    'a version that is none',
    ['record', '127.0.0.1:1', '--record-version', '4294967296'],
    'expected --record-version to be an integer from 0 to 4294967295, found "4294967296"',
  ],
  [
    'an unknown fault',
    ['lines', '127.0.0.1:1', '--line', 'x', '--fault', 'y'],
    'expected a fault of the lines client (sep',
  ],
  [
    'data for a faulty client',
    ['record', '127.0.0.1:1', '--data', 'x', '--fault', 'hides-reset'],
    'expected no --data beside',
  ],
  ['a time that is none', ['fortune', '127.0.0.1:1', '--timeout', '0'], 'expected --timeout to be an integer from 1'],
])('%s is one line and status 2', async (_, words, line) => {
  expect(await main(['call', ...words])).toBe(2);
  expect(err).toContain(`sockspec: ${line}`);
  expect(err.trimEnd()).not.toContain('\n');
});
