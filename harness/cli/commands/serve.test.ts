import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clientFaults } from '../../endpoints/faulty/clients.ts';
import { faults } from '../../endpoints/faulty/index.ts';
import { callFortune } from '../../endpoints/fortune-client.ts';
import { sendLines } from '../../endpoints/lines-client.ts';
import { statusInProcess } from '../in-process.test.helper.ts';

let dir = '';
let out = '';
let err = '';

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
  dir = mkdtempSync(join(tmpdir(), 'sockspec-serve-'));
  out = '';
  err = '';
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

function portOf(line: string): number {
  return Number(/^listening on 127\.0\.0\.1:(\d+)\n$/.exec(line)?.[1]);
}

test.each(['SIGINT', 'SIGTERM'] as const)('serves until %s, says where, tells events, keeps a log', async (signal) => {
  const phrases = join(dir, 'phrases.txt');
  writeFileSync(phrases, 'only this\n');
  const log = join(dir, 'events.log');

  const status = main(['serve', 'fortune', '--port', '0', '--phrases', phrases, '--log', log]);
  // The first of these loads all that a server is made of, which takes longer than a second where it is loaded for the first time.
  await expect.poll(() => portOf(out), { timeout: 20_000 }).toBeGreaterThan(0);
  const phrase = await callFortune({ host: '127.0.0.1', port: portOf(out), connectMs: 5000, replyMs: 5000 });
  await expect.poll(() => err).toContain('sent a phrase of 9 octets');
  process.emit(signal);

  expect(await status).toBe(0);
  expect(phrase).toBe('only this');
  expect(
    readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    expect.objectContaining({ level: 'info', module: 'endpoints/fortune', function: 'serve' }),
    expect.objectContaining({ function: 'serveFortune', text: expect.stringContaining('sent a phrase of 9 octets') }),
    expect.objectContaining({ function: 'serve', text: 'stopped' }),
  ]);
});

test.each([
  [false, 'listening\ra\x1B[31m\tö\n'],
  [true, 'listening\\u{d}a\\u{1b}[31m\tö\n'],
])('what it shows goes to standard output, and is harmless on a terminal (%s)', async (isTTY, shown) => {
  const { isTTY: before } = process.stdout;
  Object.defineProperty(process.stdout, 'isTTY', { value: isTTY, configurable: true });
  const status = main(['serve', 'lines', '--port', '0']);
  await expect.poll(() => portOf(out)).toBeGreaterThan(0);
  async function* input(): AsyncGenerator<string> {
    yield 'listening\ra\x1B[31m\tö\n';
  }
  await sendLines({ host: '127.0.0.1', port: portOf(out), connectMs: 5000, replyMs: 5000, input: input() });
  process.emit('SIGINT');
  await status;
  Object.defineProperty(process.stdout, 'isTTY', { value: before, configurable: true });

  expect(out.replace(/^listening on [^\n]*\n/, '')).toBe(shown);
  expect(err).toContain('info: took 1 lines from ');
});

test('a port in use is one line and status 2', async () => {
  const busy = createServer().listen(0, '127.0.0.1');
  await expect.poll(() => busy.listening).toBe(true);
  const address = busy.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const status = await main(['serve', 'rx', '--port', `${port}`, '--dir', dir]);
  busy.close();

  expect(status).toBe(2);
  expect(err).toBe(`sockspec: cannot listen on 127.0.0.1:${port}: the port is in use; choose another with --port\n`);
});

test.each([
  [
    'an unknown endpoint',
    ['telnet'],
    'expected an endpoint (fortune, upload, rx, lines, record, multicast, broadcast), found "telnet"',
  ],
  ['no endpoint', [], 'expected an endpoint (fortune, upload, rx, lines, record, multicast, broadcast), found none'],
  ['an unknown fault', ['fortune', '--fault', 'x'], 'expected a fault of fortune (resets-on-accept, '],
  ['a fault of rx', ['rx', '--fault', 'x'], 'expected no --fault: rx has none'],
  [
    'a missing phrase file',
    ['fortune', '--phrases', '/nonexistent/x'],
    'expected a file of phrases, found /nonexistent/x',
  ],
  ['a folder that is a file', ['upload', '--dir', import.meta.filename], 'expected a folder that can be written to'],
  [
    'a port that is none',
    ['fortune', '--port', '65536'],
    'expected --port to be an integer from 0 to 65535, found "65536"',
  ],
  ['a time that is none', ['rx', '--idle', 'soon'], 'expected --idle to be an integer from 1 to 3600000, found "soon"'],
  ['a flag given twice', ['rx', '--dir', 'a', '--dir', 'b'], 'expected --dir once, found it 2 times'],
  [
    'a foreign address',
    ['fortune', '--port', '0', '--host', '192.0.2.1'],
    'cannot listen on 192.0.2.1:0: expected an address of this',
  ],
  ['an unwritable log', ['fortune', '--log', '/nonexistent/log'], 'expected a log file that can be written to'],
])('%s is one line and status 2', async (_, words, line) => {
  expect(await main(['serve', ...words])).toBe(2);
  expect(err).toContain(`sockspec: ${line}`);
  expect(err.trimEnd()).not.toContain('\n');
  expect(out).toBe('');
});

test('--list-faults is a table on standard output', async () => {
  expect(await main(['serve', '--list-faults'])).toBe(0);
  const lines = out.trimEnd().split('\n');

  expect(lines).toHaveLength(faults.length + clientFaults.length + 1);
  expect(lines[0]).toMatch(/^endpoint +role +fault +summary +breaks$/);
  for (const { name } of [...faults, ...clientFaults])
    expect(lines.some((line) => line.includes(` ${name} `))).toBe(true);
  expect(err).toBe('');
});

test('--list-faults of one endpoint', async () => {
  expect(await main(['serve', 'upload', '--list-faults'])).toBe(0);
  expect(out).not.toMatch(/^fortune/m);
  expect(out).toMatch(/^upload +server +one-read-header /m);
  expect(out).toMatch(/^upload +client +decimal-size /m);
  expect(await main(['serve', 'telnet', '--list-faults'])).toBe(2);
});
