import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { record, recordOctets } from '../protocols/record.ts';
import { bigEndian32 } from '../protocols/upload.ts';
import { carefulRecord, RECORD_OCTETS_LIMIT, recordServer } from './record-server.ts';
import { type Showing, showing } from './showing.test.helper.ts';
import { untilClosed, writeTo } from './socket.ts';

let server: Showing | undefined;
afterEach(() => server?.running.stop());

async function start(options = {}): Promise<Showing> {
  server = await showing(recordServer(carefulRecord), options);
  return server;
}

test.each([
  [0, '', 'record version=0 size=0 data=\n'],
  [1, 'hello record', 'record version=1 size=12 data=hello record\n'],
  [0xffffffff, 'größer', 'record version=4294967295 size=8 data=größer\n'],
])('shows version %i with %j, and closes first', async (version, text, line) => {
  const { client, shown } = await start();
  const socket = await client();
  socket.write(record.encode({ version, data: Buffer.from(text) }));
  await once(socket, 'end');
  await untilClosed(socket);

  expect(shown()).toBe(line);
});

test('a record that comes octet by octet is shown once', async () => {
  const { client, shown } = await start();
  const socket = await client();
  for (const octet of record.encode({ version: 7, data: Buffer.from('ö') })) {
    await writeTo(socket, Uint8Array.of(octet));
    await nextTurn();
  }
  await untilClosed(socket);

  expect(shown()).toBe('record version=7 size=2 data=ö\n');
});

test('octets after the data are ignored, and do not reset the connection', async () => {
  const { client, shown } = await start();
  const socket = await client();
  const errors: Error[] = [];
  socket.on('error', (error) => errors.push(error));
  socket.write(record.encode({ version: 1, data: Buffer.from('data') }));
  socket.end('x'.repeat(100_000));
  await untilClosed(socket);

  expect([shown(), errors]).toEqual(['record version=1 size=4 data=data\n', []]);
});

test.each([
  ['half a header', recordOctets(bigEndian32(1), Uint8Array.of(0), new Uint8Array()), 'within the header'],
  ['half the data', recordOctets(bigEndian32(1), bigEndian32(4), Buffer.from('da')), 'after 2 of 4 octets of data'],
  [
    '4 GiB announced',
    recordOctets(bigEndian32(1), bigEndian32(0xffffffff), Buffer.from('da')),
    'after 2 of 4294967295',
  ],
])('%s is told as incomplete, nothing is shown, and the next client is served', async (_, octets, reason) => {
  const { client, shown, told } = await start();
  const socket = await client();
  socket.end(octets);
  await untilClosed(socket);
  expect(told('warn')).toEqual([expect.stringMatching(/^incomplete record from 127\.0\.0\.1:\d+: /)]);
  expect(told('warn')[0]).toContain(reason);
  expect(shown()).toBe('');
  const next = await client();
  next.write(record.encode({ version: 2, data: Buffer.from('next') }));
  await untilClosed(next);

  expect(shown()).toBe('record version=2 size=4 data=next\n');
});

test('a reset is told as incomplete', async () => {
  const { client, told } = await start();
  const socket = await client();
  await writeTo(socket, bigEndian32(1));
  socket.resetAndDestroy();

  await expect.poll(() => told('warn')).toEqual([expect.stringMatching(/^incomplete record/)]);
});

test('a record beyond the limit closes the connection once it came', async () => {
  const { client, shown, told } = await start();
  const socket = await client();
  socket.write(recordOctets(bigEndian32(1), bigEndian32(2 ** 31), new Uint8Array(RECORD_OCTETS_LIMIT + 1)));
  await untilClosed(socket);

  await expect.poll(() => told('warn')).toEqual([expect.stringContaining('over 4194304 octets of data')]);
  expect(shown()).toBe('');
});

test.each([
  ['that says nothing', new Uint8Array(), 50],
  // Its octets must be there before the server takes it for a silent one, on a busy machine too.
  ['whose record was shown', record.encode({ version: 1, data: new Uint8Array() }), 20_000],
])('a client %s and stays is left', async (_, octets, idleMs) => {
  const { client } = await start({ idleMs });
  const socket = await client();
  socket.allowHalfOpen = true;
  socket.write(octets);

  await once(socket, 'end');
  expect(socket.readableEnded).toBe(true);
});
