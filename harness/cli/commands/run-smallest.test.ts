import { fileURLToPath } from 'node:url';
import { test as everyTurn, expect } from 'vitest';
import type { Run } from '../../contracts/run.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { runReport } from '../shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** A failure is told with the smallest exchange that fails; of these programs it is known which one that is. */

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../fixtures/protocols/${name}`, import.meta.url));

const KV = ['--protocol', fixture('kv.protocol.yaml')];

/** The server whose mistake begins at a number, or with a word. */
const thresholds = (mistake: string, from: string): readonly string[] => [
  ...[
    'kv/server',
    ...KV,
    '--exec',
    `python3 -S ${fixture('kv_server_thresholds.py')} {host} {port} ${mistake} ${from}`,
  ],
];

const notesOf = ({ cases }: Run): readonly string[] =>
  cases.flatMap(({ notes }) => notes.filter((note) => note.startsWith('smallest exchange that fails')));

test.each([
  ['large-id', '5', 'cut-anywhere', 'request(id: 5, body: ""), cut after octet 1; saw reply: no octet'],
  ['word', 'r', 'octet-by-octet', 'request(id: 0, body: "r"), octet by octet; saw reply: no octet'],
  // Letters that each exchange draws anew begin so: what fails by them is told with those that were drawn.
  ['word', 'ba', 'octet-by-octet', 'request(id: 0, body: "ba"), octet by octet; saw reply: no octet'],
  ['word', 'färg', 'random-cuts', 'request(id: 0, body: "färg"), 1 round cut after octets 1; saw reply: no octet'],
  ['many-requests', '7', 'coalesced', 'request(id: 0, body: ""), 8 rounds in one segment; saw '],
  ['long-body', '300', 'length-borders', 'wwww…), 300 octets of size; saw reply: no octet'],
  ['no-limit', '5000', 'over-limit', 'request(id: 0, body: "wxyz"), 5000 octets of size; saw accepted: reply('],
])('a mistake that begins with %s %s, by %s', async (mistake, from, law, words) => {
  const { run, status } = await runReport([...thresholds(mistake, from), '--only', `**/${law}`]);

  // A row is searched once, however many of its cases fail.
  expect(notesOf(run)).toEqual([expect.stringContaining(words)]);
  expect(run.cases.filter(({ verdict }) => verdict === 'fail').length).toBeGreaterThan(0);
  expect(status).toBe(1);
});

test.each([
  ['long-body', '4', 'cut-anywhere', 4, 'cut after octet 1 of body; saw request('],
  ['long-body', '4', 'random-cuts', 4, /^cut at \d+ thousandths; saw request\(/],
  ['word', 'bl', 'short-reply', 3, 'a FIN behind octet 2 of body; saw exit status 0'],
])('a mistake of a client that begins with %s %s, by %s', async (mistake, from, law, octets, words) => {
  const exec = `python3 -S ${fixture('kv_client_thresholds.py')} {host} {port} ${mistake} ${from}`;
  const { run, status } = await runReport(['kv/client', ...KV, '--exec', exec, '--only', `**/${law}`]);

  // Which letters of the reply are left is drawn anew.
  const [body = '', how] = /reply\(id: 7, body: "(.*?)"\), (.*)$/.exec(notesOf(run).join('\n'))?.slice(1) ?? [];
  expect(Buffer.byteLength(body)).toBe(octets);
  expect(how).toEqual(typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words));
  const failed = run.cases.filter(({ verdict }) => verdict === 'fail');
  expect(failed.map(({ messages }) => messages?.[0])).toMatchObject([
    { name: 'reply', hex: expect.stringMatching(new RegExp(`^00000007000${octets}`)) },
  ]);
  expect(status).toBe(1);
});

test('the smallest reply that a buffer of a client does not hold', async () => {
  const exec = `python3 -S ${fixture('kv_client_mistakes.py')} {host} {port} small-reply-buffer`;
  const { run, status } = await runReport(['kv/client', ...KV, '--exec', exec, '--only', '**/length-borders']);

  expect(notesOf(run)).toEqual([expect.stringContaining(', 1025 octets of size; saw request(')]);
  expect(status).toBe(1);
});

test('a mistake of a client over UDP', async () => {
  const ask = ['ask/client', '--protocol', fixture('ask.protocol.yaml'), '--fault', 'shows-twice'];
  const { run } = await runReport([...ask, '--only', '**/twice']);

  expect(notesOf(run)).toEqual([
    expect.stringContaining('answer(id: 7, status: 0, value: ""), each answer twice; saw query('),
  ]);
});

test('the smallest message is shown in place of that of the case, which keeps its words and its evidence', async () => {
  const { run } = await runReport([...thresholds('large-id', '5'), '--only', 'kv/server/cut-anywhere[request id]']);
  const [{ reason, messages, evidence } = { reason: '', messages: [], evidence: [] }] = run.cases;

  expect(reason).toMatch(/^cut after octet 1: expected reply\(id: 7, body: "the value of get färg /);
  expect(messages?.[0]).toMatchObject({ name: 'request', hex: '000000050000', marked: { from: 0, to: 2 } });
  const sent = evidence.flatMap(({ what, hex }) => (what === 'send' && hex !== undefined ? [hex] : []));
  expect(sent.some((hex) => hex.startsWith('000007'))).toBe(true);
  expect(sent.filter((hex) => hex.startsWith('000005'))).toEqual([]);
});

test('messages of a dialogue that are not needed are left out, and what is shown is known by its letters', async () => {
  const [stored, shown, asked] = await Promise.all([
    runReport(['memcached/server', '--fault', 'one-read', '--only', 'memcached/server/cut-anywhere[store verb]']),
    runReport([
      ...['log/server', '--protocol', fixture('log.protocol.yaml'), '--fault', 'shows-anything'],
      ...['--only', 'log/server/wrong-literal[record mark octet 1]'],
    ]),
    runReport([
      ...['ask/server', '--protocol', fixture('ask.protocol.yaml'), '--fault', 'ignores-surplus'],
      ...['--only', '**/surplus'],
    ]),
  ]);

  expect(notesOf(stored.run)).toEqual([
    expect.stringContaining('store(key: "b", flags: 0, expires: 0, data: ""), cut after octet 1; saw stored: no octet'),
  ]);
  expect(notesOf(shown.run)).toEqual([
    expect.stringMatching(
      /record\(text: "(\w{8})"\), octet 1 \(4d\) in place of 4c; saw accepted: record\(text: "\1"\)/,
    ),
  ]);
  expect(notesOf(asked.run)).toEqual([
    expect.stringContaining('query(id: 0, key: ""), octet 9 (77) added; saw accepted: answer(id: 0, '),
  ]);
});

test('what fails only by a crowd is told as it is', async () => {
  const { run } = await runReport([...['kv/server', ...KV, '--fault', 'answers-last', '--only', '**/pairing']]);

  expect(notesOf(run)).toEqual([]);
});
