import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test as everyTurn, expect } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { casesOf, listening, reasons, startClient } from '../by-hand.test.helper.ts';
import { folder, needs, requirementsWith } from '../shell.test.helper.ts';
import { terminal } from '../terminal.test.helper.ts';

const test = takingTurns(everyTurn, 4);

beforeEach((context) => {
  needs(context, 'python3');
  needs(context, 'tmux');
});

/** What a person at a terminal tells of clients that nobody else sees. The tests are the person. `run-steered.test.ts` has what else a person may want. */

const SUITE = 'fortune/client';
const chosen = casesOf(SUITE);

test('a person answers what the screen shows', async () => {
  const { port, flags } = await listening();
  const cwd = folder();
  const unasked = 'joins-split-characters[at every buffer border]';
  const keys = ['reads-until-close[7]', 'reads-until-close[8]', unasked, 'reports-reset', 'ends-on-empty-phrase'];
  const screen = terminal(['run', SUITE, ...flags, '--operator', ...chosen(...keys), '--report', 'json=run.json'], cwd);
  const start = async (key: string): Promise<void> => {
    await screen.shows(`case ${SUITE}/${key}: start the client now; it must connect to 127.0.0.1:${port}`);
    startClient('fortune_client_careful.py', '127.0.0.1', String(port));
  };
  const shown = 'Does the screen show exactly: "';

  await start('reads-until-close[7]');
  await screen.shows(`case ${SUITE}/reads-until-close[7]: ${shown}`);
  screen.type('perhaps');
  const phrases = (await screen.shows(`case ${SUITE}/reads-until-close[7]: ${shown}`, 2)).match(
    /(?<=exactly: ").+(?="\? )/g,
  );
  expect(phrases).toEqual([expect.stringMatching(/^[a-z]{39}\.$/), phrases?.[0]]);
  screen.type('y');
  await start('reads-until-close[8]');
  await screen.shows(`case ${SUITE}/reads-until-close[8]: ${shown}`);
  screen.type('n');
  await start('ends-on-empty-phrase');
  await screen.shows('Has the client ended, or is it ready for something else (within 2 s)? [y/n/?]');
  screen.type('?');
  await start('reports-reset');
  await screen.shows(`case ${SUITE}/reports-reset: Does the client report an error? [y/n/?]`);
  screen.type('y');
  const seen = await screen.shows('ended with status 1');

  const { cases } = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(Object.fromEntries(cases.map(({ id, verdict }) => [id.slice(SUITE.length + 1), verdict]))).toEqual({
    'reads-until-close[7]': 'pass',
    'reads-until-close[8]': 'fail',
    [unasked]: 'inconclusive',
    'ends-on-empty-phrase': 'inconclusive',
    'reports-reset': 'pass',
  });
  expect(reasons(cases, 'inconclusive')).toEqual([
    'a person compares the ends of so long a phrase: needs --exec or --output COMMAND',
    expect.stringContaining('the operator could not tell: Has the client ended'),
  ]);
});

test('what was typed before a question does not answer it', async () => {
  const { port, flags } = await listening();
  const cwd = folder();
  const words = ['run', SUITE, ...flags, '--operator', ...chosen('reads-until-close[7]'), '--report', 'json=run.json'];
  const screen = terminal(words, cwd);
  await screen.shows(`case ${SUITE}/reads-until-close[7]: start the client now`);
  screen.type('y');
  screen.press('y');
  startClient('fortune_client_careful.py', '127.0.0.1', String(port));
  await screen.shows('Does the screen show exactly: "');

  screen.type('n');

  const seen = await screen.shows('ended with status 1');
  const { cases } = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(cases.map(({ verdict }) => verdict)).toEqual(['fail']);
});

test('a refusal is told by a person, and the question goes when the client connects after all', async () => {
  const { port, flags } = await listening();
  const cwd = folder();
  const cases = [
    '--only',
    'upload/client/missing-file',
    '--only',
    'upload/client/name-within-limit[33 characters of 1]',
  ];
  const words = ['run', 'upload/client', ...flags, '--operator', ...cases, '--report', 'json=run.json'];
  const screen = terminal(words, cwd);
  const refusal = 'Has the client refused, or ended, without connecting? [y/n/?]';

  const tooLong = 'upload/client/name-within-limit[33 characters of 1]';
  await screen.shows(`case ${tooLong}: ${refusal}`);
  const sent = startClient('upload_client_long_name.py', '127.0.0.1', String(port), fileNamed(screen.screen()));
  await screen.shows('(no answer needed)');
  await screen.shows('case upload/client/missing-file: start the client now');
  await screen.shows(`case upload/client/missing-file: ${refusal}`);
  screen.type('y');
  await screen.shows('case upload/client/missing-file: Does the client report an error? [y/n/?]');
  screen.type('y');
  const seen = await screen.shows('ended with status 1');

  expect(sent.pid).toBeGreaterThan(0);
  const run = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(requirementsWith(run.cases, 'pass')).toEqual(['missing-file']);
  expect(requirementsWith(run.cases, 'fail')).toEqual(['name-within-limit']);
});

test('failures to connect say which address to type, and a person tells what was reported', async () => {
  const { flags } = await listening();
  const keys = ['reports-refused', 'tells-errors-apart'];
  const cwd = folder();
  const profile = join(cwd, 'phone.json');
  const limits = { connectTimeoutMs: 1000 };
  writeFileSync(
    profile,
    JSON.stringify({ targets: [{ suite: 'connect/client', listen: flags[1], operator: true, limits }] }),
  );
  const only = keys.flatMap((key) => ['--only', `connect/client/${key}`]);
  const screen = terminal(['run', '--profile', profile, ...only, '--report', 'json=run.json'], cwd);
  const question = 'Does the client report an error? [y/n/?]';

  const seen = await screen.shows(`case connect/client/reports-refused: ${question}`);
  const [, port = ''] = /start the client now; it must connect to 127\.0\.0\.1:(\d+), and send/.exec(seen) ?? [];
  const refused = startClient('connect_client_careful.py', '127.0.0.1', port);
  expect(await new Promise((resolve) => refused.once('close', resolve))).toBe(1);
  screen.type('y');
  const plain = await screen.shows('case connect/client, plain exchange: start the client now');
  startClient('connect_client_careful.py', '127.0.0.1', /plain exchange: .+?127\.0\.0\.1:(\d+)/.exec(plain)?.[1] ?? '');
  for (const [index, address] of [/127\.0\.0\.1:\d+/, /127\.0\.0\.1:\d+/, /sockspec-nowhere\.invalid:\d+/].entries()) {
    const asked = await screen.shows(`case connect/client/tells-errors-apart: ${question}`, index + 1);
    expect(asked.match(/must connect to \S+/g)?.at(-1)).toMatch(address);
    screen.type('y');
  }
  await screen.shows('Were these three reports different from one another? [y/n/?]');
  screen.type('n');
  await screen.shows('ended with status 0');

  const { cases } = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(requirementsWith(cases, 'pass')).toEqual(['reports-refused']);
  expect(requirementsWith(cases, 'warning')).toEqual(['tells-errors-apart']);
});

test('a launched client that prints nothing is judged by a person', async () => {
  const cwd = folder();
  const silent = `python3 -c 'import socket, sys; socket.create_connection(sys.argv[1:]).recv(1 << 20)' {host} {port}`;
  const screen = terminal(['run', SUITE, '--exec', silent, '--operator', ...chosen('reads-until-close[7]')], cwd);

  await screen.shows('plain exchange: Does the screen show exactly: "the phrase ');
  screen.type('y');
  await screen.shows('reads-until-close[7]: Does the screen show exactly: "');
  screen.type('y');

  expect(await screen.shows('ended with status 0')).not.toContain('start the client');
});

/** The file that the last prompt on the screen names. */
function fileNamed(screen: string): string {
  const [, name = '', dir = ''] = [...screen.matchAll(/send "(.+?)" \(.+?\) of the folder (.+)$/gm)].at(-1) ?? [];
  return join(dir.trim(), name);
}
