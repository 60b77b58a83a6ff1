import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type { ServerOptions } from '../../../contracts/endpoint.ts';
import { record, recordOctets } from '../../../protocols/record.ts';
import { bigEndian32 } from '../../../protocols/upload.ts';
import { sendInPieces } from '../../cutting.test.helper.ts';
import { type Showing, showing } from '../../showing.test.helper.ts';
import { untilClosed, writeTo } from '../../socket.ts';
import { faultNamed } from '../index.ts';

let server: Showing | undefined;
afterEach(() => server?.running.stop());

async function start(name: string, options: Partial<ServerOptions> = {}): Promise<Showing> {
  const fault = faultNamed('record', name);
  if (fault === undefined) throw new Error(`there is no fault ${name}`);
  server = await showing(fault.start, options);
  return server;
}

const hello = record.encode({ version: 1, data: Buffer.from('hello') });
const cutAt = (octets: Uint8Array, ...cuts: readonly number[]): readonly Uint8Array[] =>
  [0, ...cuts].map((cut, index) => octets.subarray(cut, cuts[index]));

test.each([
  ['one-read-header', cutAt(hello, 3), ''],
  ['one-read-header', cutAt(hello, 8, 10), 'record version=1 size=5 data=hello\n'],
  ['one-read-data', cutAt(hello, 3, 10), 'record version=1 size=2 data=he\n'],
  ['one-read-data', cutAt(hello, 8), 'record version=1 size=5 data=hello\n'],
  ['two-reads-at-most', cutAt(hello, 8), 'record version=1 size=5 data=hello\n'],
  ['two-reads-at-most', cutAt(hello, 8, 10), ''],
  ['little-endian', [hello], ''],
  [
    'little-endian',
    [recordOctets(bigEndian32(1), bigEndian32(1).reverse(), Buffer.from('x'))],
    'record version=16777216 size=1 data=x\n',
  ],
  ['buffer-of-1024', [record.encode({ version: 1, data: Buffer.alloc(1025) })], expect.stringContaining('size=1024 ')],
  ['shows-partial-data', [hello.subarray(0, 10)], 'record version=1 size=2 data=he\n'],
  ['shows-surplus', [hello, Buffer.from('!')], 'record version=1 size=6 data=hello!\n'],
])('%s: of %j it shows %j', async (name, pieces, expected) => {
  const { client, shown } = await start(name);
  const socket = await client();
  await sendInPieces(socket, pieces);
  socket.end();
  await untilClosed(socket);

  expect(shown()).toEqual(expected);
});

test.each([
  ['signed-size', recordOctets(bigEndian32(1), bigEndian32(2 ** 31), new Uint8Array())],
  ['allocates-the-size', recordOctets(bigEndian32(1), bigEndian32(1023).reverse(), new Uint8Array())],
  ['dies-on-early-close', hello.subarray(0, 10)],
])('%s: the next client is not served', async (name, octets) => {
  const { client, shown, running } = await start(name);
  const socket = await client();
  socket.end(octets);
  await untilClosed(socket);
  const next = await client();
  next.end(hello);
  await once(next, 'finish');
  await running.stop();

  expect(shown()).toBe('');
});

test('never-closes: a client whose record was shown outlives one that is idle', async () => {
  const { client } = await start('never-closes', { idleMs: 300 });
  const served = await client();
  await writeTo(served, hello);
  const idle = await client();

  await untilClosed(idle);

  expect(served.closed).toBe(false);
});
