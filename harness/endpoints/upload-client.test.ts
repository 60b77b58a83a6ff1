import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type LookupFunction, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../contracts/errors.ts';
import { uploadHeader } from '../protocols/upload.ts';
import { freePort } from '../targets/ports.ts';
import { type Read, readFrom } from './socket.ts';
import { sendUpload, type UploadCall } from './upload-client.ts';
import { carefulUpload, uploadServer } from './upload-server.ts';

const MIB = 1024 * 1024;

let dir = '';
let server: Server | undefined;
let connections = 0;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sockspec-send-'));
  connections = 0;
});
afterEach(() => {
  server?.close();
  rmSync(dir, { recursive: true });
});

/** A server that does as `act` does with every connection; resolves to its port. */
async function play(act: (socket: Socket) => void): Promise<number> {
  server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    act(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function file(name: string, contents: Uint8Array | string): string {
  const path = join(dir, name);
  writeFileSync(path, contents);
  return path;
}

function sparse(name: string, octets: number): string {
  const path = file(name, '');
  truncateSync(path, octets);
  return path;
}

function send(path: string, port: number, more: Partial<UploadCall> = {}) {
  return sendUpload({ host: '127.0.0.1', port, file: path, connectMs: 5000, replyMs: 5000, ...more });
}

/** Reads all that comes, closes at its end, and keeps it. */
async function collector(): Promise<{ readonly port: number; readonly octets: () => Uint8Array }> {
  const pieces: Buffer[] = [];
  const port = await play((socket) => {
    socket.on('data', (piece) => pieces.push(piece)).on('end', () => socket.end());
    socket.resume();
  });
  return { port, octets: () => Buffer.concat(pieces) };
}

test.each([0, 1, 10, 258, 2560, 65_537, 1_000_003])(
  'sends a file of %i octets, header first, then ends',
  async (octets) => {
    const { port, octets: received } = await collector();
    const contents = Uint8Array.from({ length: octets }, (_, index) => (index * 31 + (index >> 8)) & 0xff);
    mkdirSync(join(dir, 'deep'));
    const progress: number[] = [];

    const sent = await send(file('deep/ä.bin', contents), port, { onProgress: (now) => progress.push(now) });

    expect(sent).toEqual({ name: 'ä.bin', octets, closedByServer: true });
    const expected = Buffer.concat([uploadHeader.encode({ name: 'ä.bin', size: octets }), contents]);
    expect(Buffer.from(received()).equals(expected)).toBe(true);
    expect(progress.at(-1) ?? 0).toBe(octets);
  },
);

test('what it sends is what the upload server stores, under another name if told so', async () => {
  const store = join(dir, 'store');
  const running = await uploadServer(carefulUpload)({ host: '127.0.0.1', port: 0, dir: store, tell: () => undefined });
  await send(file('a', 'contents'), running.port, { name: 'b' });
  await running.stop();

  expect(readFileSync(join(store, 'b'), 'utf8')).toBe('contents');
});

test.each([
  ['a missing file', () => join(dir, 'missing'), 'there is no such file'],
  ['a folder', () => dir, 'it is a folder'],
  ['a name of 33 characters', () => file('n'.repeat(33), ''), 'the name has 33 characters, at most 32 are allowed'],
  ['a file of 4 GiB', () => sparse('huge', 2 ** 32), 'it has 4294967296 octets, at most 4294967295 can be announced'],
])('%s is refused before it connects', async (_, path, reason) => {
  const port = await play((socket) => socket.destroy());

  const sending = send(path(), port);
  await expect(sending).rejects.toThrow(UsageError);
  await expect(sending).rejects.toThrow(reason);
  expect(connections).toBe(0);
});

test('a name with a path is refused', async () => {
  await expect(send(file('a', ''), 1, { name: '../a' })).rejects.toThrow('expected a name without a path');
});

test('a receiver that begins late gets all of it', async () => {
  let octets = 0;
  const port = await play((socket) => {
    socket.on('data', (piece) => {
      octets += piece.length;
    });
    socket.on('end', () => socket.end());
    setTimeout(() => socket.resume(), 300);
  });

  await expect(send(sparse('large', 16 * MIB), port)).resolves.toMatchObject({ octets: 16 * MIB });
  expect(octets).toBe(16 * MIB + 11);
});

test('a reset during the upload is an error', async () => {
  const port = await play((socket) => {
    socket.once('data', () => socket.resetAndDestroy());
    socket.resume();
  });

  await expect(send(sparse('large', 32 * MIB), port)).rejects.toMatchObject({ outcome: 'reset' });
});

test.each([
  ['closes', (socket: Socket) => socket.destroy()],
  ['ends its side and goes on reading', (socket: Socket) => socket.end()],
])('a server that %s during the upload is an error', async (_, close) => {
  const port = await play((socket) => {
    socket.once('data', () => close(socket));
    socket.resume();
  });

  await expect(send(sparse('large', 32 * MIB), port)).rejects.toMatchObject({ outcome: 'reset' });
});

test('a server that takes nothing is left', async () => {
  const port = await play(() => undefined);

  await expect(send(sparse('large', 32 * MIB), port, { replyMs: 100 })).rejects.toMatchObject({
    outcome: 'timed-out',
    message: expect.stringContaining('it took nothing for 100 ms'),
  });
});

test('a server that does not close is no error', async () => {
  const port = await play((socket) => socket.resume());

  await expect(send(file('a', 'x'), port, { replyMs: 400 })).resolves.toMatchObject({ closedByServer: false });
});

test.each([
  ['shrinks', (path: string) => truncateSync(path, 8 * MIB), 'it has 8388608'],
  ['grows', (path: string) => appendFileSync(path, 'more'), 'it has 33554436'],
])('a file that %s while it is sent is an error, and its end no orderly one', async (_, change, reason) => {
  const path = sparse('large', 32 * MIB);
  let end: Promise<string> | undefined;
  const port = await play((socket) => {
    end = readToEnd(readFrom(socket, 5000), () => change(path));
  });

  const sending = send(path, port);
  await expect(sending).rejects.toThrow(`changed while it was sent: announced with 33554432 octets, ${reason}`);
  expect(await end).toBe('lost');
});

/** Calls `onFirst` after the first piece, reads on, and tells how the stream ended. */
async function readToEnd(read: Read, onFirst: () => void): Promise<string> {
  try {
    let piece = await read();
    onFirst();
    while (piece !== undefined) piece = await read();
    return 'orderly';
  } catch {
    return 'lost';
  }
}

test('refused and unresolvable are told apart', async () => {
  const port = await freePort('127.0.0.1');
  const lookup: LookupFunction = (_host, _options, done) => {
    process.nextTick(done, Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), '');
  };

  await expect(send(file('a', ''), port)).rejects.toMatchObject({ outcome: 'refused' });
  await expect(send(file('a', ''), port, { host: 'x.invalid', lookup })).rejects.toMatchObject({
    outcome: 'address-error',
  });
});
