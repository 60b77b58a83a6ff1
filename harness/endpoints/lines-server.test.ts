import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { carefulLines, LINE_OCTETS_LIMIT, linesServer } from './lines-server.ts';
import { type Showing, showing } from './showing.test.helper.ts';
import { untilClosed, writeTo } from './socket.ts';

let server: Showing | undefined;
afterEach(() => server?.running.stop());

async function start(options = {}): Promise<Showing> {
  server = await showing(linesServer(carefulLines), options);
  return server;
}

test('shows each line as soon as it is complete, while the client is still there', async () => {
  const { client, shown } = await start();
  const socket = await client();
  for (const text of ['one\n', 'two\n']) {
    socket.write(text);
    await expect.poll(shown).toMatch(new RegExp(`${text}$`));
  }
  socket.end();
  await untilClosed(socket);

  expect(shown()).toBe('one\ntwo\n');
});

test.each([
  ['lines in one segment, one of them empty', 'a\n\nb\n', 'a\n\nb\n'],
  ['a last line without an end', 'a\nb', 'a\nb\n'],
  ['carriage returns', 'a\rb\r\n', 'a\rb\r\n'],
  ['octets that are not UTF-8', 'a\xffb\n', 'a\\xFFb\n'],
  ['nothing', '', ''],
])('%s', async (_, sent, expected) => {
  const { client, shown } = await start();
  const socket = await client();
  socket.end(Buffer.from(sent, 'latin1'));
  await untilClosed(socket);

  expect(shown()).toBe(expected);
});

test('a line that comes octet by octet is one line, its characters intact', async () => {
  const { client, shown } = await start();
  const socket = await client();
  for (const octet of Buffer.from('größer \u{1F600}\n')) {
    await writeTo(socket, Uint8Array.of(octet));
    await nextTurn();
  }
  socket.end();
  await untilClosed(socket);

  expect(shown()).toBe('größer \u{1F600}\n');
});

test.each([1023, 1024, 1025, 65_536, LINE_OCTETS_LIMIT])('a line of %i octets is one line', async (octets) => {
  const { client, shown } = await start();
  const socket = await client();
  socket.end(`${'x'.repeat(octets)}\n`);
  await untilClosed(socket);

  expect(shown()).toBe(`${'x'.repeat(octets)}\n`);
});

test('a line without an end closes the connection, and is said', async () => {
  const { client, shown, told } = await start();
  const socket = await client();
  socket.write(new Uint8Array(LINE_OCTETS_LIMIT + 1).fill(0x78));
  await untilClosed(socket);

  await expect.poll(() => told('warn')).toEqual([expect.stringContaining('a line of over 1048576 octets')]);
  expect(shown()).toBe('');
});

test('the part of a line before a reset is not shown, and the next client is served', async () => {
  const { client, shown, told } = await start();
  const socket = await client();
  socket.write('whole\npart');
  await expect.poll(shown).toBe('whole\n');
  socket.resetAndDestroy();
  await expect.poll(() => told('warn')).toEqual([expect.stringContaining('4 octets of it are not shown')]);
  const next = await client();
  next.end('next\n');
  await untilClosed(next);

  expect(shown()).toBe('whole\nnext\n');
});

test('the lines of concurrent clients are kept apart', async () => {
  const { client, shown } = await start();
  const [first, second] = [await client(), await client()];
  await writeTo(first, Buffer.from('of the '));
  second.end('second\n');
  await untilClosed(second);
  first.end('first\n');
  await untilClosed(first);

  expect(shown()).toBe('second\nof the first\n');
});

test('a silent client is left, and without somebody to show to the server only tells', async () => {
  server = await showing(({ show, ...options }) => linesServer(carefulLines)(options), { idleMs: 1000 });
  const socket = await server.client();
  socket.write('a\n');
  await untilClosed(socket);

  await expect.poll(() => server?.told('warn')).toEqual([expect.stringContaining('after 1 lines: silent for 1000 ms')]);
});
