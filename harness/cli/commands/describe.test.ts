import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { suites } from '../../../suites/index.ts';
import { ProtocolDescription } from '../../contracts/wire-schema.ts';
import { firstProblem } from '../../text/problems.ts';
import { builtInProtocols } from '../files/description.ts';
import { readDocument } from '../files/document.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { folder, sockspec } from '../shell.test.helper.ts';

const KV = `protocol: kv
source: docs/kv.md
over: tcp
messages:
  request: { id: u32, size: "u16 length of body, max 4096 octets", body: text }
  reply:   { id: u32 echo, size: u16 length of body, body: text }
dialogue: [client request, server reply, repeat]
plain:
  request: [{ id: 7, body: "get colour {fill}" }]
  reply:   [{ body: "blue {nonce}" }]
`;

function fileOf(text: string): string {
  const file = join(folder(), 'kv.protocol.yaml');
  writeFileSync(file, text);
  return file;
}

test('shows messages, and plain octets with offsets, fields and values', async () => {
  const { status, stdout, stderr } = await sockspec(['describe', fileOf(KV)]);

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [, laws = ''] = stdout.split('are others in each case.\n');
  expect(laws).toMatch(/^\nkv\/server: \d+ laws, \d+ cases\nlaw .*\nanswers +MUST +1\n/);
  expect(laws).toMatch(/\nkv\/client: \d+ laws, \d+ cases\n/);
  expect(stdout).toBe(`kv over tcp, docs/kv.md
dialogue: client request, server reply, repeated

message request
  id    u32
  size  u16, length of body, max 4096 octets
  body  text, as size says

message reply
  id    u32, echo
  size  u16, length of body
  body  text, as size says

client request, 21 octets
     0  00 00 00 07                            id    7
     4  00 0f                                  size  15
     6  67 65 74 20 63 6f 6c 6f 75 72 20 77 …  body  "get colour wxyz"

server reply, 19 octets
     0  00 00 00 07                            id    7
     4  00 0d                                  size  13
     6  62 6c 75 65 20 61 62 63 64 65 66 67 …  body  "blue abcdefgh"

The letters of {nonce} and {fill} are others in each case.
${laws}`);
});

test('a mistake is one line with line and column, and status 2', async () => {
  const file = fileOf(KV.replace('size: u16 length of body, ', ''));
  const { status, stdout, stderr } = await sockspec(['describe', file]);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(
    `sockspec: ${file}:6:34: body has no end: say 'length of body' in a field before it, a number of octets, 'until …', or 'rest'\n`,
  );
});

test.each([
  [['describe'], 'Not enough non-option arguments'],
  [['describe', '/nowhere/kv.yaml'], 'expected a description that can be read, found /nowhere/kv.yaml: ENOENT'],
  [['describe', '/dev'], 'expected a description that can be read, found /dev: EISDIR'],
  [['describe', 'package.json'], 'package.json:2:3: expected one of the keys'],
])('refuses %j in one line', async (words, expected) => {
  const { status, stdout, stderr } = await inProcess(words);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.split('\n')).toEqual([expect.stringContaining(expected), '']);
});

test('what a value holds moves nothing on a terminal', async () => {
  const { status, stdout } = await inProcess(['describe', fileOf(KV.replace('blue', '\\e[2J\\u202e'))]);

  expect(status).toBe(0);
  expect(stdout).not.toMatch(/[^\P{C}\n]/u);
});

const catalogue = fileURLToPath(new URL('../../../suites/catalogue', import.meta.url));

test.each(readdirSync(catalogue).filter((name) => name.endsWith('.yaml')))(
  'describes %s of the catalogue, which has the published form',
  async (name) => {
    expect(firstProblem(ProtocolDescription, await readDocument('FILE', join(catalogue, name)))).toBeUndefined();
    const { status, stdout, stderr } = await inProcess(['describe', join(catalogue, name)]);

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^(client|server) \w+, \d+ octets\n {5}0 {2}/m);
  },
);

test('no description takes the name of a built-in protocol', () => {
  expect(builtInProtocols).toEqual([...new Set(suites.map(({ protocol }) => protocol))].toSorted());
});
