import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test as everyTurn, expect } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { casesOf, listening, startClient } from '../by-hand.test.helper.ts';
import { folder, needs } from '../shell.test.helper.ts';
import { type Terminal, terminal } from '../terminal.test.helper.ts';

const test = takingTurns(everyTurn);

beforeEach((context) => {
  needs(context, 'python3');
  needs(context, 'tmux');
});

/** How a person at a terminal has a case judged once more, skips it, takes an answer back, stops the run and goes on. The tests are the person. */

const SUITE = 'fortune/client';
const chosen = casesOf(SUITE);

/** One case of `sends-nothing` is enough. */
const withoutLate = ['--skip', `${SUITE}/sends-nothing[to a server that is late]`];

/** What is said of keys while a client is waited for. */
const KEYS = '(s: skip the case; u: take the last answer back; q: stop the run)';

test('a person has a case judged once more, and skips another; one start a requirement will do', async () => {
  const { port, flags } = await listening();
  const cwd = folder();
  const keys = chosen('reads-until-close', 'reports-reset');
  const screen = terminal(['run', SUITE, ...flags, '--operator', '--quick', ...keys, '--report', 'json=run.json'], cwd);
  const [first, second] = [
    '1 of 2: case fortune/client/reads-until-close',
    '2 of 2: case fortune/client/reports-reset',
  ];

  await screen.shows(`${first}`);
  for (const number of [1, 2]) {
    await screen.shows('start the client now', number);
    startClient('fortune_client_careful.py', '127.0.0.1', String(port));
    await screen.shows('Does the screen show exactly', number);
    screen.type(number === 1 ? 'r' : 'y');
  }
  await screen.shows(`${second}: start the client now`);
  startClient('fortune_client_careful.py', '127.0.0.1', String(port));
  await screen.shows(`${second}: Does the client report an error? [y/n/?]`);
  screen.type('s');

  const seen = await screen.shows('ended with status');
  expect(seen).toContain(': 2 of 44 cases, one a requirement (--quick)');
  expect(seen).toContain('(y: yes; n: no; ?: cannot tell; r: repeat the case; u: take the last answer back; s: skip');
  // The report on standard output says it, too.
  expect(seen.split(`2 of 44 cases, one a requirement (--quick)`)).toHaveLength(3);
  const { cases, targets } = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(targets.map(({ quick }) => quick)).toEqual([{ cases: 2, of: 44 }]);
  expect(cases.map(({ verdict }) => verdict)).toEqual(['pass', 'inconclusive']);
  expect(cases[0]?.notes).toContain('judged once more, as the operator asked');
  expect(cases[1]?.reason).toBe('the operator skipped the case');
});

test('a person takes the last answer back: its case is judged once more, then the one at hand', async () => {
  const { port, flags } = await listening();
  const cwd = folder();
  const keys = chosen('reads-until-close[7]', 'reads-until-close[8]');
  const screen = terminal(['run', SUITE, ...flags, '--operator', ...keys, '--report', 'json=run.json'], cwd);
  const judge = async (key: string, time: number, answer: string): Promise<void> => {
    await screen.shows(`case ${SUITE}/${key}: start the client now`, time);
    startClient('fortune_client_careful.py', '127.0.0.1', String(port));
    await screen.shows(`case ${SUITE}/${key}: Does the screen show exactly`, time);
    screen.type(answer);
  };

  await judge('reads-until-close[7]', 1, 'n');
  await judge('reads-until-close[8]', 1, 'u');
  await screen.shows(
    `1 of 2: case ${SUITE}/reads-until-close[7]: its answer is taken back; the case is judged once more`,
  );
  await judge('reads-until-close[7]', 2, 'y');
  await judge('reads-until-close[8]', 2, 'n');

  const seen = await screen.shows('ended with status 1');
  const { cases } = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(cases.map(({ id, verdict }) => [id, verdict])).toEqual([
    [`${SUITE}/reads-until-close[7]`, 'pass'],
    [`${SUITE}/reads-until-close[8]`, 'fail'],
  ]);
  expect(cases[0]?.notes).toContain('judged once more: the operator took the answer back');
});

test('an interruption at a question still ends in a report', async () => {
  const { port, flags } = await listening();
  const cwd = folder();
  const words = [
    'run',
    SUITE,
    ...flags,
    '--operator',
    ...chosen('sends-nothing', 'reads-until-close[7]'),
    ...withoutLate,
  ];
  const screen = terminal([...words, '--report', 'json=run.json'], cwd);
  await screen.shows('case fortune/client/sends-nothing: start the client now');
  startClient('fortune_client_careful.py', '127.0.0.1', String(port));
  await screen.shows('case fortune/client/reads-until-close[7]: start the client now');
  startClient('fortune_client_careful.py', '127.0.0.1', String(port));
  await screen.shows('[y/n/?]');

  screen.press('C-c');

  const seen = await screen.shows('ended with status 130');
  const run = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(run.complete).toBe(false);
  expect(run.cases.map(({ id, verdict }) => [id, verdict])).toEqual([[`${SUITE}/sends-nothing`, 'pass']]);
});

test('a person stops the run at a question, and goes on with it later', async () => {
  const { port, flags } = await listening();
  const cwd = folder();
  const keys = [...chosen('sends-nothing', 'reads-until-close[7]', 'reads-until-close[8]'), ...withoutLate];
  const words = ['run', SUITE, ...flags, '--operator', ...keys, '--report', 'json=run.json'];
  const begin = async (screen: Terminal, place: string): Promise<void> => {
    await screen.shows(`${place}: start the client now`);
    startClient('fortune_client_careful.py', '127.0.0.1', String(port));
  };
  const first = terminal(words, cwd);
  await begin(first, `1 of 3: case ${SUITE}/sends-nothing`);
  await begin(first, `2 of 3: case ${SUITE}/reads-until-close[7]`);
  await first.shows('[y/n/?]');
  first.type('q');

  const stopped = await first.shows('ended with status 130');
  expect(stopped).toContain('sockspec: to go on, give the same command and --resume run.json');
  const part = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), stopped);
  expect(part.complete).toBe(false);
  expect(part.cases.map(({ id, verdict }) => [id, verdict])).toEqual([[`${SUITE}/sends-nothing`, 'pass']]);

  const second = terminal([...words, '--resume', 'run.json'], cwd);
  await second.shows('1 of 3 cases are judged already (--resume)');
  for (const [place, key] of [
    [2, 'reads-until-close[7]'],
    [3, 'reads-until-close[8]'],
  ] as const) {
    await begin(second, `${place} of 3: case ${SUITE}/${key}`);
    await second.shows(`case ${SUITE}/${key}: Does the screen show exactly`);
    second.type('y');
  }

  const seen = await second.shows('ended with status 0');
  const whole = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(whole).toMatchObject({ complete: true, started: part.started, summary: { pass: 3 } });
});

test('a person skips a case, takes that back, and stops the run while a client is waited for', async () => {
  const { port, flags } = await listening();
  const cwd = folder();
  const [first, second, last] = ['sends-nothing', 'reads-until-close[7]', 'reads-until-close[8]'];
  const chosenHere = [...chosen(first, second, last), ...withoutLate];
  const words = ['run', SUITE, ...flags, '--operator', ...chosenHere, '--report', 'json=run.json'];
  const screen = terminal(words, cwd);
  const prompt = (key: string): string => `case ${SUITE}/${key}: start the client now`;

  await screen.shows(prompt(first));
  await screen.shows(KEYS);
  screen.type('y');
  await screen.shows(KEYS, 2);
  screen.type('s');
  await screen.shows(prompt(second));
  await screen.shows(KEYS, 3);
  screen.type('u');
  await screen.shows(`case ${SUITE}/${first}: its answer is taken back; the case is judged once more`);
  await screen.shows(prompt(first), 2);
  await screen.shows(KEYS, 4);
  startClient('fortune_client_careful.py', '127.0.0.1', String(port));
  await screen.shows(prompt(second), 2);
  await screen.shows(KEYS, 5);
  screen.type('s');
  await screen.shows(prompt(last));
  await screen.shows(KEYS, 6);
  screen.type('q');

  await screen.shows('ended with status 130');
  const { cases } = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), screen.screen());
  expect(cases.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual([
    [`${SUITE}/${first}`, 'pass', ''],
    [`${SUITE}/${second}`, 'inconclusive', 'the operator skipped the case'],
  ]);
});

test('a client that is said not to have refused is still waited for, until the case is skipped', async () => {
  const { flags } = await listening();
  const cwd = folder();
  const only = ['--only', 'upload/client/missing-file'];
  const words = ['run', 'upload/client', ...flags, '--operator', ...only, '--report', 'json=run.json'];
  const screen = terminal(words, cwd);
  await screen.shows('Has the client refused, or ended, without connecting? [y/n/?]');
  screen.type('n');
  await screen.shows(KEYS);
  screen.type('s');

  await screen.shows('ended with status 3');

  const { cases } = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), screen.screen());
  expect(cases.map(({ reason }) => reason)).toEqual(['the operator skipped the case']);
});
