import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EndpointEvent, RunningEndpoint, ServerOptions } from '../contracts/endpoint.ts';
import { bigEndian32, headerOctets } from '../protocols/upload.ts';
import { writeTo } from './socket.ts';
import { carefulUpload, uploadServer } from './upload-server.ts';

let root = '';
let dir = '';
let events: EndpointEvent[] = [];
let running: RunningEndpoint | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sockspec-upload-'));
  dir = join(root, 'in', 'store');
  events = [];
});
afterEach(async () => {
  await running?.stop();
  rmSync(root, { recursive: true });
});

async function serve(options: Partial<ServerOptions> = {}): Promise<RunningEndpoint> {
  const tell = (event: EndpointEvent) => events.push(event);
  running = await uploadServer(carefulUpload)({ host: '127.0.0.1', port: 0, dir, tell, ...options });
  return running;
}

async function client({ port }: RunningEndpoint): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Sends pieces, ends, and resolves to what came back once the server has closed. */
async function upload(server: RunningEndpoint, ...pieces: readonly Uint8Array[]): Promise<number> {
  const socket = await client(server);
  let answered = 0;
  socket.on('data', (octets) => {
    answered += octets.length;
  });
  for (const piece of pieces) await writeTo(socket, piece);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.end();
  await closed;
  return answered;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const header = (name: string, size: number): Uint8Array => headerOctets(utf8(name), bigEndian32(size));
const stored = (): readonly string[] => readdirSync(dir).sort();
const everything = (): readonly string[] => readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();

test('stores contents exactly under their name, answers nothing and closes', async () => {
  const server = await serve();
  const contents = Uint8Array.from({ length: 1_000_003 }, (_, index) => (index * 7 + (index >> 8)) & 0xff);

  expect(await upload(server, header('all octets.bin', contents.length), contents)).toBe(0);
  expect(stored()).toEqual(['all octets.bin']);
  expect(readFileSync(join(dir, 'all octets.bin')).equals(contents)).toBe(true);
  expect(events).toEqual([
    {
      level: 'info',
      from: 'serveUpload',
      text: expect.stringMatching(/^stored "all octets.bin", 1000003 octets, from/),
    },
  ]);
});

test('stores an empty file, names of 1 and 32 characters, and sizes that hold 0x0A', async () => {
  const server = await serve();
  const longest = '\u{1F600}'.repeat(32);
  await upload(server, header('x', 0));
  await upload(server, header(longest, 10), utf8('0123456789'));
  await upload(server, header('n', 2560), new Uint8Array(2560));

  expect(stored()).toEqual(['n', 'x', longest].sort());
  expect(readFileSync(join(dir, 'n'))).toHaveLength(2560);
});

test('octet by octet, and header and contents in one segment', async () => {
  const server = await serve();
  const octets = Buffer.concat([header('a', 3), utf8('abc')]);
  await upload(server, octets);
  expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('abc');
  await upload(server, ...[...Buffer.concat([header('b', 3), utf8('def')])].map((octet) => Uint8Array.of(octet)));
  expect(readFileSync(join(dir, 'b'), 'utf8')).toBe('def');
});

test('the second upload of a name replaces the first, a link is replaced and not followed', async () => {
  const server = await serve();
  writeFileSync(join(root, 'outside'), 'untouched');
  symlinkSync(join(root, 'outside'), join(dir, 'a'));
  await upload(server, header('a', 6), utf8('longer'));
  await upload(server, header('a', 2), utf8('hi'));

  expect(readFileSync(join(dir, 'a'), 'utf8')).toBe('hi');
  expect(readFileSync(join(root, 'outside'), 'utf8')).toBe('untouched');
});

const control = '\u0001';
test.each([
  ['a name that is too long', header2('n'.repeat(33)), 'at most 32'],
  ['an empty name', header2(''), 'the name is empty'],
  ['a name without an end', Buffer.alloc(16 * 1024 * 1024, 'x'), 'no 0x0A within 128 octets'],
  ['a name that is not UTF-8', Uint8Array.of(0xff, 0x0a, 0, 0, 0, 0, 0x0a), 'not UTF-8'],
  ['no separator', headerOctets(utf8('a'), bigEndian32(0), 0x20), 'expected 0x0A after the size'],
  ['more contents than announced', Buffer.concat([header('a', 1), utf8('ab')]), 'more came than the 1 octets'],
  ['fewer contents than announced', Buffer.concat([header('a', 3), utf8('ab')]), 'after 2 of 3 octets'],
  ['no contents', header('a', 3), 'after 0 of 3 octets'],
  ['half a header', header('a', 3).subarray(0, 4), 'ended after 4 octets'],
  ['nothing', new Uint8Array(), 'ended after 0 octets'],
  ['a parent folder', header2('../x'), 'path separator'],
  ['an absolute path', header2('/tmp/x'), 'path separator'],
  ['a path of Windows', header2('..\\x'), 'path separator'],
  ['a drive', header2('e:x'), 'begins with a drive'],
  ['the folder itself', header2('.'), 'names a folder'],
  ['the folder above', header2('..'), 'names a folder'],
  ['the folder above, as Windows reads it', header2('.. .'), 'names a folder'],
  ['a NUL', header2('a\0b'), 'holds a NUL'],
  ['a device', header2('con'), 'a device'],
  ['a device with an extension', header2('LPT1.txt'), 'a device'],
  ['a name that is a folder already', header2('taken'), 'cannot store'],
])('%s is refused, leaves nothing behind, and the next client is served', async (_, octets, reason) => {
  const server = await serve();
  mkdirSync(join(dir, 'taken', 'full'), { recursive: true });
  const before = everything();

  expect(await upload(server, octets)).toBe(0);
  await expect.poll(() => events).toHaveLength(1);
  expect(`${events[0]?.text}`).toContain(reason);
  expect(everything()).toEqual(before);

  await upload(server, header(`next${control}`, 1), utf8('!'));
  expect(readFileSync(join(dir, `next${control}`), 'utf8')).toBe('!');
});

function header2(name: string): Uint8Array {
  return headerOctets(utf8(name), bigEndian32(0));
}

test('a name without an end is cut short: the client cannot send it all', async () => {
  const server = await serve();
  const socket = await client(server);
  await writeTo(socket, Buffer.alloc(64 * 1024 * 1024, 'x'));

  expect(socket.destroyed).toBe(true);
  expect(socket.errored).not.toBeNull();
});

test('a reset within the header or the contents leaves nothing, and the next client is served', async () => {
  const server = await serve();
  const octets = Buffer.concat([header('a', 100), new Uint8Array(50)]);
  for (const cut of [0, 1, 3, 7, 8, octets.length]) {
    const socket = await client(server);
    await writeTo(socket, octets.subarray(0, cut));
    socket.resetAndDestroy();
  }
  await expect.poll(() => events).toHaveLength(6);
  expect(events.every((event) => event.text.startsWith('receive error'))).toBe(true);

  await upload(server, header('next', 0));
  expect(stored()).toEqual(['next']);
});

test('clients are served at the same time', async () => {
  const server = await serve();
  const [one, two] = [await client(server), await client(server)];
  for (const socket of [one, two]) socket.resume();
  await writeTo(one, header('one', 2));
  await writeTo(two, header('two', 2));
  await writeTo(one, utf8('1'));
  await writeTo(two, utf8('2'));
  two.end('2');
  await once(two, 'close');
  one.end('1');
  await once(one, 'close');

  expect(stored()).toEqual(['one', 'two']);
  expect(readFileSync(join(dir, 'one'), 'utf8') + readFileSync(join(dir, 'two'), 'utf8')).toBe('1122');
});

test.each(['', 'ha'])('a client that falls silent after "%s" is ended after its time', async (sent) => {
  const server = await serve({ idleMs: 1000 });
  const socket = await client(server);
  const ended = once(socket.resume(), 'end');
  await writeTo(socket, utf8(sent));
  await ended;
  socket.destroy();

  expect(events.map((event) => event.text)).toEqual([expect.stringContaining('silent for 1000 ms')]);
});

test('an upload is seen under its name only when it is whole; stop removes what is not', async () => {
  const server = await serve();
  const socket = await client(server);
  await writeTo(socket, Buffer.concat([header('a', 10), utf8('half')]));
  await expect.poll(() => (existsSync(dir) ? stored() : [])).toEqual([expect.stringMatching(/^\.[-\da-f]{36}\.part$/)]);
  await server.stop();

  expect(stored()).toEqual([]);
  expect(events.at(-1)?.text).toContain('the server was stopped');
  socket.destroy();
});

test('a large file passes through', async () => {
  const server = await serve();
  const piece = Buffer.alloc(1024 * 1024, 'sockspec');
  await upload(server, header('large', 256 * piece.length), ...Array.from({ length: 256 }, () => piece));

  expect(readFileSync(join(dir, 'large')).equals(Buffer.alloc(256 * piece.length, 'sockspec'))).toBe(true);
});

test('rejects a folder that cannot be written to, no folder, and a port in use', async () => {
  writeFileSync(join(root, 'file'), '');
  await expect(serve({ dir: join(root, 'file') })).rejects.toThrow(/expected a folder that can be written to, found/);
  await expect(serve({ dir: join(root, 'file', 'below') })).rejects.toThrow(/expected a folder/);
  const options = { host: '127.0.0.1', port: 0, tell: () => undefined };
  await expect(uploadServer(carefulUpload)(options)).rejects.toThrow(/found none/);
  const server = await serve();
  await expect(uploadServer(carefulUpload)({ ...options, dir, port: server.port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
