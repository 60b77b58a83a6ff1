import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test as everyTurn, expect } from 'vitest';
import type { Run } from '../../contracts/run.ts';
import { repository } from '../../selftest/places.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { shellQuoted } from '../../text/quoting.ts';
import { beginInProcess } from '../in-process.test.helper.ts';
import { folder, runReport, sockspec } from '../shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** Protocols that nobody built in: a description is enough to judge servers and clients. */

const KV = `protocol: kv
over: tcp
messages:
  request: { id: u32, size: "u16 length of body, max 4096 octets", body: text }
  reply:   { id: u32 echo, size: u16 length of body, body: text }
dialogue: [client request, server reply, repeat]
plain:
  request: [{ id: 7, body: "get colour {nonce} {fill}" }]
  reply:   [{ body: "blue {nonce}" }]
`;

/** How long a busy machine may take to begin, in milliseconds. */
const LONG_MS = 30_000;

/** The same where the server answers nothing. */
const ONE_WAY = KV.replace(/ {2}reply: .*\n/g, '').replace('server reply, ', '');

/** A file with this description. */
function fileOf(text = KV): string {
  const file = join(folder(), 'kv.protocol.yaml');
  writeFileSync(file, text);
  return file;
}

const red = ({ cases }: Run): readonly string[] => [
  ...new Set(
    cases.filter(({ verdict }) => verdict === 'fail' || verdict === 'warning').map(({ requirement }) => requirement),
  ),
];

test('a description is judged against the server and the client that are made of it', async () => {
  const { status, run } = await runReport(['kv', '--protocol', fileOf()]);

  expect(red(run)).toEqual([]);
  expect(run.targets.map(({ name, protocol, role }) => [name, protocol, role])).toEqual([
    ['reference kv', 'kv', 'server'],
    ['reference kv client', 'kv', 'client'],
  ]);
  expect(run.cases.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(60);
  expect(status).toBe(0);
});

/** A handshake whose answer says nothing of it, messages with limits of their own, and a farewell of one octet. */
const VISIT = `protocol: visit
over: tcp
messages:
  hello:    { size: "u8 length of name, max 32 octets", name: text }
  welcome:  { status: u8 enum 0 1 }
  request:  { size: "u16 length of body, max 1024 octets", body: text }
  reply:    { size: "u16 length of body, max 1024 octets", body: text }
  bye:      { mark: hex 0f }
  farewell: { mark: hex 8f }
dialogue: [client hello, server welcome, client request, server reply, client bye, server farewell, server closes]
plain:
  hello:   [{ name: "dev-{nonce}{fill}" }]
  welcome: [{ status: 0 }]
  request: [{ body: "note {nonce}{fill}" }]
  reply:   [{ body: "noted {nonce}{fill}" }]
`;

test('of a handshake that says nothing, and a farewell of one octet, nothing is demanded that they cannot show', async () => {
  const only = ['**/{lying-length,length-borders,swapped-numbers,reset-reply,stalled}'];
  const { status, run } = await runReport([
    ...['visit', '--protocol', fileOf(VISIT), '--stall-timeout', '500'],
    ...only.flatMap((one) => ['--only', one]),
  ]);

  expect(red(run)).toEqual([]);
  expect(status).toBe(0);
  const reasonOf = (id: string): unknown => run.cases.find((one) => one.id === id)?.reason;
  expect(reasonOf('visit/server/lying-length[hello size one less]')).toBe(
    'welcome is the same whatever hello says: how much of that was taken cannot be seen',
  );
  expect(reasonOf('visit/client/stalled[farewell half]')).toBe('farewell is one octet: there is nothing within it');
  expect(run.cases.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      'visit/server/lying-length[request size one less]',
      'visit/server/length-borders[hello size 32]',
      'visit/server/length-borders[request size 1024]',
      'visit/client/reset-reply[farewell]',
    ]),
  );
});

/** A server of visits that reads all requests into one buffer, whoever says them; each hello into one of its own. */
const MIXES_UP = `import { createServer } from 'node:net';
const [host, port] = process.argv.slice(2);
let requests = Buffer.alloc(0);
createServer((socket) => {
  let hello = Buffer.alloc(0);
  let isKnown = false;
  socket.on('error', () => undefined);
  socket.on('data', (octets) => {
    let rest = octets;
    if (!isKnown) {
      hello = Buffer.concat([hello, octets]);
      isKnown = hello.length > hello[0];
      if (!isKnown) return;
      rest = hello.subarray(1 + hello[0]);
      socket.write(Buffer.from([0]));
    }
    requests = Buffer.concat([requests, rest]);
    while (requests.length >= 2 && requests.length >= 2 + requests.readUInt16BE()) {
      const size = requests.readUInt16BE();
      const body = Buffer.concat([Buffer.from('noted '), requests.subarray(2, 2 + size)]);
      requests = requests.subarray(2 + size);
      socket.write(Buffer.concat([Buffer.from([body.length >> 8, body.length]), body]));
    }
  });
}).listen(port, host);
`;

test('clients are mixed up behind their handshake', async () => {
  const server = join(folder(), 'server.mjs');
  writeFileSync(server, MIXES_UP);
  const short = VISIT.replace(', client bye, server farewell, server closes', '').replace(
    / {2}(bye|farewell): .*\n/g,
    '',
  );
  const ids = ['answers', 'pairing[8 clients]', 'pairing[8 clients within request]'].map(
    (one) => `visit/server/${one}`,
  );
  const { run } = await runReport([
    ...['visit/server', '--protocol', fileOf(short), '--exec', `'${process.execPath}' '${server}' {host} {port}`],
    ...ids.flatMap((id) => ['--only', id]),
  ]);

  expect(ids.map((id) => run.cases.find((one) => one.id === id)?.verdict)).toEqual(['pass', 'pass', 'fail']);
});

test('a profile names its protocols, relative to itself; a fault fails the laws that it breaks', async () => {
  const file = fileOf();
  const profile = join(dirname(file), 'profile.json');
  const targets = [{ suite: 'kv/server', reference: 'kv', fault: 'knows-no-limit', limits: { idleMs: 2000 } }];
  writeFileSync(profile, JSON.stringify({ protocols: [basename(file)], targets }));
  const { status, run } = await runReport(['--profile', profile, '--only', '**/over-limit']);

  expect(red(run)).toEqual(['kv/server/over-limit']);
  expect(run.cases[0]?.reason).toMatch(/^expected no accepting reply; saw accepted: reply\(/);
  // The size is what says too much: its octets are marked, and the field is told by name.
  expect(run.cases[0]?.messages).toMatchObject([{ by: 'harness', name: 'request', marked: { from: 4 } }]);
  expect(run.cases[0]?.messages?.[0]?.fields[1]).toEqual({ path: 'size', from: 4, to: 6, number: '4097' });
  expect(run.cases[0]?.reproduce).toContain(` --protocol ${shellQuoted(file)} --only `);
  expect(status).toBe(1);
});

test('a server that answers nothing is judged by what it shows', async () => {
  const kv = ['kv/server', '--protocol', fileOf(ONE_WAY)];
  const [shows, twice] = await Promise.all([
    runReport([...kv, '--only', '**/coalesced', '--only', '**/lying-length']),
    runReport([...kv, '--fault', 'shows-twice', '--only', '**/answers']),
  ]);

  expect(shows.run.cases.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 5 }, () => 'pass'));
  expect(twice.run.cases[0]?.reason).toBe('expected every message as described; saw request: shown 2 times');
});

test('where nobody sees what such a server shows, nothing is concluded of it', async () => {
  const file = fileOf(ONE_WAY);
  const server = beginInProcess(['serve', 'kv', '--protocol', file, '--port', '0']);
  await expect.poll(server.out, { timeout: LONG_MS }).toMatch(/^listening on 127\.0\.0\.1:\d+\n/);
  const where = server.out().trim().replace('listening on ', '');
  const only = ['--only', '**/answers', '--only', '**/idle-client'];
  const { run } = await runReport(['kv/server', '--target', where, '--protocol', file, ...only]);
  process.emit('SIGTERM');
  await server.status;

  expect(run.cases.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 5 }, () => 'inconclusive'));
  expect(run.cases[0]?.reason).toContain('needs --output COMMAND, --store DIR or --exec');
  expect(server.out()).toContain('request id=7 body="get colour ');
});

test('what cannot be broken off earns no pass', async () => {
  const { run } = await runReport(['finger/client', '--only', '**/short-reply']);

  expect(run.cases.map(({ id, verdict }) => [id, verdict])).toEqual([
    ['finger/client/short-reply[answer text]', 'not-applicable'],
  ]);
});

test('a protocol of the catalogue needs no file', async () => {
  const { status, run } = await runReport(['resp/server', '--only', '**/coalesced', '--only', '**/answers']);

  expect(run.cases.map(({ verdict }) => verdict)).toEqual(Array.from({ length: 5 }, () => 'pass'));
  expect(status).toBe(0);
});

test.each([
  [
    'one way over udp without letters that are known again',
    ONE_WAY.replace('over: tcp', 'over: udp').replace('{nonce} ', ''),
    /expected \{nonce\} in a text of a plain message, since the server says nothing .*, found none/,
  ],
  [
    'one way without letters that are known again',
    ONE_WAY.replace('{nonce} ', ''),
    /expected \{nonce\} in a text of a plain message, since the server says nothing .*, found none/,
  ],
  ['with a mistake', KV.replace('max 4096 octets', 'max 4096'), /kv\.protocol\.yaml:4:\d+: expected /],
  ['of a built-in name', KV.replace('protocol: kv', 'protocol: upload'), /kv\.protocol\.yaml:1:11: expected a name/],
])('a description %s is refused in one line, and nothing is run', async (_, text, line) => {
  const { status, stdout, stderr } = await sockspec(['run', 'kv', '--protocol', fileOf(text)]);

  expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
  expect([status, stdout]).toEqual([2, '']);
});

test('two descriptions of one protocol are refused', async () => {
  const { status, stderr } = await sockspec(['run', 'kv', '--protocol', fileOf(), '--protocol', fileOf()]);

  expect([status, stderr]).toEqual([
    2,
    'sockspec: --protocol: expected one description of each protocol, found two of kv\n',
  ]);
});

test('list, explain and describe know the laws of a description', async () => {
  const file = fileOf();
  const [listing, explained, law, described] = await Promise.all([
    sockspec(['list', 'kv/server', '--json', '--protocol', file]),
    sockspec(['explain', 'kv/server/over-limit', '--protocol', file]),
    sockspec(['explain', 'over-limit']),
    sockspec(['describe', file]),
  ]);
  const listed: readonly { readonly id: string; readonly cases: readonly string[] }[] = JSON.parse(listing.stdout);

  expect(listed.map(({ id }) => id)).toContain('kv/server/over-limit');
  expect(explained.stdout).toContain('Cases      request size 4097, request size 8192');
  expect(law.stdout).toMatch(/^server\/over-limit\n/);
  const cases = listed.reduce((sum, one) => sum + one.cases.length, 0);
  expect(described.stdout).toContain(`kv/server: ${listed.length} laws, ${cases} cases`);
});

test('levels of a description are told, with their reason', async () => {
  const file = fileOf(`${KV}levels: { half-close: { level: MAY, why: nobody half-closes }, drip: MUST }\n`);
  const { stdout } = await sockspec(['list', 'kv/server', '--json', '--protocol', file]);
  const listed: readonly { readonly id: string; readonly level: string; readonly text: string }[] = JSON.parse(stdout);
  const of = (id: string) => listed.find((one) => one.id === `kv/server/${id}`);

  expect([of('half-close')?.level, of('drip')?.level, of('answers')?.level]).toEqual(['MAY', 'MUST', 'MUST']);
  expect(of('half-close')?.text).toContain('nobody half-closes');
});

test('an empty text is not asked of a client that knows what may be there', async () => {
  const file = join(repository, 'fixtures/protocols/news.protocol.yaml');
  const of = ['news/client', '--protocol', file, '--only', '**/plain-replies'];

  const [careful, knows] = await Promise.all([runReport(of), runReport([...of, '--fault', 'knows-one-reply'])]);

  expect(careful.run.cases.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  expect(knows.run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual(
    ['headline', 'story'].map((message) => [
      'not-applicable',
      `the client takes no ${message} with one letter as text: it knows what may be there, and may refuse this, too`,
    ]),
  );
});
