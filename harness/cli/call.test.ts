import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunningEndpoint } from '../contracts/endpoint.ts';
import { serverNamed } from '../endpoints/index.ts';
import { main } from './main.ts';

let dir = '';
let out = '';
let err = '';
let running: RunningEndpoint | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sockspec-call-'));
  out = '';
  err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += text;
    return true;
  });
});
const { isTTY } = process.stderr;
afterEach(async () => {
  Object.defineProperty(process.stderr, 'isTTY', { value: isTTY, configurable: true });
  vi.restoreAllMocks();
  await running?.stop();
  rmSync(dir, { recursive: true });
});

/** Starts a reference server and resolves to its address. */
async function serve(name: string, phrases: readonly string[] = []): Promise<string> {
  const options = { host: '127.0.0.1', port: 0, dir: join(dir, 'store'), phrases, tell: () => undefined };
  running = await serverNamed(name)?.start(options);
  return `127.0.0.1:${running?.port}`;
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

test('progress is shown on a terminal only, and for files over 1 MiB only', async () => {
  const address = await serve('upload');
  const [large, small] = [file('large', new Uint8Array(1024 * 1024 + 1)), file('small', 'x')];
  await main(['call', 'upload', large, address]);
  expect(err).toBe('');
  Object.defineProperty(process.stderr, 'isTTY', { value: true, configurable: true });
  await main(['call', 'upload', small, address]);
  expect(err).toBe('');
  await main(['call', 'upload', large, address]);
  expect(err).toMatch(/\rsent 100 % of 1\.0 MiB\n$/);
});

test('a network failure is one plain line and status 1', async () => {
  const address = await serve('upload');
  await running?.stop();

  expect(await main(['call', 'upload', file('a', ''), address])).toBe(1);
  expect(err).toMatch(/^sockspec: 127\.0\.0\.1:\d+ refused the connection[^\n]*\n$/);
});

test('a silent server is one plain line and status 1', async () => {
  const address = await serve('upload');

  expect(await main(['call', 'fortune', address, '--timeout', '50'])).toBe(1);
  expect(err).toMatch(/^sockspec: 127\.0\.0\.1:\d+ timed out: connected, then silent for 50 ms\n$/);
});

test.each([
  ['an unknown endpoint', ['telnet', '127.0.0.1:1'], 'expected an endpoint (fortune, upload), found "telnet"'],
  ['a property of every object', ['constructor', '127.0.0.1:1'], 'expected an endpoint'],
  ['no address', ['fortune'], 'expected fortune HOST:PORT, found nothing more'],
  ['no file', ['upload', '127.0.0.1:1'], 'expected upload FILE HOST:PORT, found 127.0.0.1:1'],
  ['an address without a port', ['fortune', 'phone'], 'expected HOST:PORT, such as'],
  ['two files', ['upload', 'a', 'b'], 'expected HOST:PORT, such as 192.168.1.20:54321 or [::1]:54321, found "b"'],
  ['a missing file', ['upload', '/nonexistent/x', '127.0.0.1:1'], 'cannot send /nonexistent/x: there is no such file'],
  ['a name for a fortune', ['fortune', '127.0.0.1:1', '--name', 'x'], 'expected no --name'],
  ['a time that is none', ['fortune', '127.0.0.1:1', '--timeout', '0'], 'expected --timeout to be an integer from 1'],
])('%s is one line and status 2', async (_, words, line) => {
  expect(await main(['call', ...words])).toBe(2);
  expect(err).toContain(`sockspec: ${line}`);
  expect(err.trimEnd()).not.toContain('\n');
});
