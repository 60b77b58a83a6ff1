import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test as everyTurn, expect } from 'vitest';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { beginInProcess } from '../in-process.test.helper.ts';
import { runReport, sockspec } from '../shell.test.helper.ts';

const test = takingTurns(everyTurn, 4);

/** A protocol over UDP that nobody built in: served, called, judged and told of. */

const top = fileURLToPath(
  new URL(import.meta.url.includes('/dist/harness/') ? '../../../..' : '../../..', import.meta.url),
);
const ASK = `${top}/fixtures/protocols/ask.protocol.yaml`;

/** How long a busy machine may take to begin, in milliseconds. */
const LONG_MS = 30_000;

test('a description is served and called over UDP', async () => {
  const server = beginInProcess(['serve', 'ask', '--protocol', ASK, '--port', '0']);
  await expect.poll(server.out, { timeout: LONG_MS }).toMatch(/^listening on 127\.0\.0\.1:\d+\n$/);
  const where = server.out().trim().replace('listening on ', '');
  const client = await sockspec(['call', 'ask', where, '--protocol', ASK]);
  await expect.poll(server.err, { timeout: LONG_MS }).toMatch(/answered 127\.0\.0\.1:\d+/);
  process.emit('SIGTERM');

  expect([client.status, client.stdout]).toEqual([
    0,
    expect.stringMatching(/^answer id=7 status=0 value="blå [a-z]{8} wxyz"\n$/),
  ]);
  expect(await server.status).toBe(0);
});

test('a call where nobody listens is one line', async () => {
  const socket = createSocket('udp4');
  socket.bind({ address: '127.0.0.1', port: 0 });
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  const { status, stderr } = await sockspec(['call', 'ask', `127.0.0.1:${port}`, '--protocol', ASK]);

  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(new RegExp(`^sockspec: 127\\.0\\.0\\.1:${port} refused [^\\n]*\\n$`)),
  ]);
});

test('a fault fails the law that it breaks, and an address where nobody listens tests nothing', async () => {
  const only = ['--only', '**/empty', '--protocol', ASK];
  const [faulty, nobody] = await Promise.all([
    runReport(['ask/server', '--fault', 'ends-at-empty', ...only]),
    runReport(['ask/server', '--target', '127.0.0.1:1', ...only]),
  ]);

  expect(faulty.run.cases.map(({ id, verdict }) => [id, verdict])).toEqual([['ask/server/empty[query]', 'fail']]);
  expect(faulty.run.cases[0]?.reason).toContain('after an empty datagram');
  expect(nobody.run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['inconclusive', expect.stringContaining('port unreachable')],
  ]);
});

test('a client that declares to give up sooner is not asked to wait for a late answer', async () => {
  const only = ['ask/client', '--protocol', ASK, '--only', '**/late'];
  const [hasty, patient] = await Promise.all([runReport([...only, '--stall-timeout', '700']), runReport(only)]);

  expect(hasty.run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['not-applicable', 'the profile declares that the client gives up after 700 ms: limits.stallMs'],
  ]);
  expect(patient.run.cases.map(({ verdict }) => verdict)).toEqual(['pass']);
});

test('clients that are not answered are waited for at the same time: the case ends within its limit', async () => {
  const { run } = await runReport(['ntp/server', '--fault', 'answers-last', '--only', '**/kept-apart']);

  expect(run.cases.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['ntp/server/kept-apart[50 clients]', 'fail'],
    ['ntp/server/kept-apart[numbers at their borders]', 'pass'],
    ['ntp/server/kept-apart[other questions with one number]', 'pass'],
    ['ntp/server/kept-apart[the same again with another number]', 'pass'],
  ]);
});

test('list, explain and describe know the laws of datagrams', async () => {
  const [listing, explained, law, described] = await Promise.all([
    sockspec(['list', 'ask/*', '--json', '--protocol', ASK]),
    sockspec(['explain', 'ask/client/ignores-strangers', '--protocol', ASK]),
    sockspec(['explain', 'asker-gone']),
    sockspec(['describe', ASK]),
  ]);
  const listed: readonly { readonly id: string }[] = JSON.parse(listing.stdout);

  expect(listed.map(({ id }) => id)).toEqual(expect.arrayContaining(['ask/server/short', 'ask/client/short']));
  expect(listed.map(({ id }) => id)).not.toContain('ask/server/cut-anywhere');
  expect(explained.stdout).toContain('from another port, from another address, that repeats another field');
  expect(law.stdout).toMatch(/^server\/asker-gone\n/);
  expect(described.stdout).toMatch(/\nask\/server: 13 laws, \d+ cases\n/);
  expect(described.stdout).toMatch(/\nask\/client: 11 laws, \d+ cases\n/);
});
