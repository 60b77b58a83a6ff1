import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { sendInPieces } from '../../cutting.test.helper.ts';
import { type Showing, showing } from '../../showing.test.helper.ts';
import { untilClosed } from '../../socket.ts';
import { faultNamed } from '../index.ts';

let server: Showing | undefined;
afterEach(() => server?.running.stop());

async function start(name: string): Promise<Showing> {
  const fault = faultNamed('lines', name);
  if (fault === undefined) throw new Error(`there is no fault ${name}`);
  server = await showing(fault.start);
  return server;
}

/** Long enough for a line to be shown that is shown at once. */
const GAP_MS = 30;

test.each([
  ['read-is-a-line', ['a', 'b\n'], 'a\nb\n'],
  ['first-line-of-a-read', ['a\nb\n', 'c', 'd\n'], 'a\ncd\n'],
  ['drops-empty-lines', ['a\n\nb\n'], 'a\nb\n'],
  ['ends-at-empty-line', ['a\n\nb\n'], 'a\n'],
  ['buffer-of-1024', [`\n${'x'.repeat(1025)}\n`], `\n${'x'.repeat(1024)}\nx\n`],
  ['drops-carriage-returns', ['a\rb\r\n'], 'ab\n'],
  ['decodes-each-read', ['\xc3', '\xb6\n'], '\uFFFD\uFFFD\n'],
  ['decodes-each-block', [`${'x'.repeat(65_535)}\xc3\xb6\n`], `${'x'.repeat(65_535)}\uFFFD\uFFFD\n`],
  ['drops-last-line', ['a\nb'], 'a\n'],
  ['buffer-outlives-client', ['a\nb'], 'a\n'],
])('%s: of %j it shows %j', async (name, pieces, expected) => {
  const { client, shown } = await start(name);
  const socket = await client();
  await sendInPieces(
    socket,
    pieces.map((piece) => Buffer.from(piece, 'latin1')),
  );
  socket.end();
  await untilClosed(socket);

  expect(shown()).toBe(expected);
});

test.each([
  ['dies-in-mid-line', 'a\nb', 'a\nb\n'],
  ['one-client-only', 'a\n', 'a\n'],
  ['buffers-endless-line', 'x'.repeat(1024 * 1024 + 1), `${'x'.repeat(0)}`],
])('%s: the next client is not served', async (name, sent, expected) => {
  const { client, shown, running } = await start(name);
  const socket = await client();
  socket.end(sent);
  await untilClosed(socket);
  const next = await client();
  next.end('next\n');
  await once(next, 'finish');
  await running.stop();

  expect(shown().replace(/^x+\n/, '')).toBe(expected);
});

test('shows-at-the-end: nothing before the end', async () => {
  const { client, shown } = await start('shows-at-the-end');
  const socket = await client();
  socket.write('a\n');
  await pause(GAP_MS);
  expect(shown()).toBe('');
  socket.end('b\n');
  await untilClosed(socket);

  expect(shown()).toBe('a\nb\n');
});

test('buffer-outlives-client: the next line begins with the rest of another client', async () => {
  const { client, shown } = await start('buffer-outlives-client');
  for (const text of ['rest', 'next\n']) {
    const socket = await client();
    socket.end(text);
    await untilClosed(socket);
  }

  expect(shown()).toBe('restnext\n');
});
