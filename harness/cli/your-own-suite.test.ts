import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as everyTurn, expect } from 'vitest';
import { readRun } from '../../reports/json.ts';
import type { Run } from '../contracts/run.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { bin, folder } from './shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** Does the page about suites of one's own tell the truth: its files are those of the example, and its commands do what it says. */

const page = readFileSync(fileURLToPath(new URL('../../docs/your-own-suite.md', import.meta.url)), 'utf8');
const example = fileURLToPath(new URL('../../fixtures/examples/tickets', import.meta.url));

const files = [...page.matchAll(/^`([\w.]+)`:\n\n```\w+\n(.*?)^```$/gms)];
const commands = [...page.matchAll(/^sockspec (.*?)(?: # exit status (\d))?$/gm)];

everyTurn('the files of docs/your-own-suite.md are those of the example', () => {
  expect(files.map(([, name]) => name)).toEqual([
    ...['tickets.suite.mjs', 'careful.py', 'tickets.yaml', 'known.json'],
    ...['datagrams.suite.mjs', 'office_udp.py', 'datagrams.yaml'],
  ]);
  for (const [, name = '', text] of files) expect(text, name).toBe(readFileSync(join(example, name), 'utf8'));
});

everyTurn(
  'its commands do what it says: each careless server fails what it is careless of',
  { timeout: 300_000 },
  () => {
    const cwd = folder();
    cpSync(example, cwd, { recursive: true });
    const { PYTHONUNBUFFERED: _, ...env } = process.env;
    const red = commands.map(([, words = '', status = '0']) => {
      const report = words.startsWith('run ') ? '--report json=run.json' : '';
      const ended = spawnSync('sh', ['-c', `"$NODE" "$BIN" ${words} ${report}`], {
        ...{ cwd, encoding: 'utf8', timeout: 90_000 },
        env: { ...env, NODE: process.execPath, BIN: bin },
      });
      expect({ words, status: ended.status }, `${ended.stdout}${ended.stderr}`).toEqual({
        words,
        status: Number(status),
      });
      return report === '' ? [] : redIn(readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), words));
    });

    expect(red).toEqual([
      [],
      [],
      [],
      ['the forgetful office: done-once', 'the office of many counters: numbers-follow'],
      ['the forgetful office: done-once, known'],
      ['the forgetful office: same-answer', 'the impatient caller: asks-again'],
    ]);
  },
);

const ROW = `{ level: 'MUST', source: 's', text: 't', seen: ['wire'], provoked: 'p', failure: 'f', mend: 'm' }`;

const SERVER = `{ plain: [undefined], client: async () => 'served', basics: ['a'] }`;
const CONNECTS = `python3 -c 'import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2]))).recv(1)'`;

test.each([
  {
    ...{ make: 'datagramServerSuite', role: 'server', exec: 'python3 office_udp.py', options: SERVER },
    body: 'async ({ peer }) => { await peer.octets(); }',
    said: 'expected asks() of a server over UDP, found a connection',
  },
  {
    ...{ make: 'serverSuite', role: 'server', exec: 'python3 careful.py', options: SERVER },
    body: 'async ({ asks }) => { await asks(); }',
    said: 'expected a connection to a server over TCP, found asks()',
  },
  {
    ...{ make: 'datagramClientSuite', role: 'client', exec: 'python3 caller_udp.py' },
    options: `async () => ({ printed: '', end: undefined })`,
    body: 'async ({ connects }) => { await connects(); }',
    said: 'expected asks() of a client over UDP, found a connection',
  },
  {
    ...{ make: 'clientSuite', role: 'client', exec: CONNECTS },
    options: `async ({ connects }) => ({ peer: await connects(), sent: '' })`,
    body: 'async ({ asks }) => { await asks({}); }',
    said: 'expected connects() of a client over TCP, found asks()',
  },
])(
  'a case of $make that mistakes a datagram for a connection, or the reverse, is an error',
  ({ make, role, exec, options, body, said }) => {
    const cwd = folder();
    cpSync(example, cwd, { recursive: true });
    const lines = [
      `import { ${make}, requirementTable } from 'sockspec/testing';`,
      `export const suite = ${make}(requirementTable('own/${role}', { a: ${ROW} }), ${options}, (check) => {`,
      `check('a', ${body});`,
      '});',
    ];
    writeFileSync(join(cwd, 'mistaken.mjs'), lines.join('\n'));
    const words = ['run', '--suite', 'mistaken.mjs', '--exec', `${exec} {host} {port}`, '--report', 'json'];

    const { stdout, stderr, status } = spawnSync(process.execPath, [bin, ...words], {
      ...{ cwd, encoding: 'utf8', timeout: 50_000 },
    });

    expect(status).toBe(4);
    expect(readRun(stdout, stderr).cases).toMatchObject([
      { verdict: 'error', reason: `the suite failed: ${said} (mistaken.mjs:3)` },
    ]);
  },
);

/** What did not pass, by target. Every case can be repeated by the module that it is of. */
function redIn({ cases }: Run): readonly string[] {
  expect(cases.length).toBeGreaterThanOrEqual(3);
  for (const { reproduce } of cases)
    expect(reproduce).toMatch(/ --suite .*(?:tickets|datagrams)\.suite\.mjs'? --only /);
  return cases
    .filter(({ verdict }) => verdict !== 'pass')
    .map(
      ({ target, requirement, known }) =>
        `${target}: ${requirement.split('/').at(-1)}${known === undefined ? '' : ', known'}`,
    )
    .toSorted();
}
