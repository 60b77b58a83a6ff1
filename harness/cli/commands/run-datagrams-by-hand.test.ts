import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test as everyTurn, expect, onTestFinished } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import type { CaseResult } from '../../contracts/run.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { freeDatagramPort, freshGroup } from '../../targets/datagram-places.ts';
import { boundAddresses } from '../../targets/datagram-tables.ts';
import { folder, needs, notJudged, program, requirementsWith, runReport, sockspec } from '../shell.test.helper.ts';
import { terminal } from '../terminal.test.helper.ts';

const test = takingTurns(everyTurn);

beforeEach((context) => needs(context, 'python3'));

/** Senders that somebody starts, receivers that somebody else runs, and what a person sees of them. The tests are the person. */

const LIMIT = { timeout: 180_000 };

/** Starts a program as a person would. */
function start(name: string, ...words: readonly string[]): ChildProcess {
  const child = spawn('python3', [program(name), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** A receiver that runs already, what it prints in a file. */
async function runningReceiver(group: string) {
  const port = await freeDatagramPort();
  const child = start('multicast_receiver_careful.py', group, String(port), '127.0.0.1');
  const log = join(folder(), 'phone.log');
  for (const stream of [child.stdout, child.stderr]) stream?.pipe(createWriteStream(log, { flags: 'a' }));
  await expect.poll(() => boundAddresses(port, child.pid), { timeout: 10_000 }).toEqual([group]);
  return { log, words: ['--target', `127.0.0.1:${port}`, '--interface', '127.0.0.1', '--group', group] };
}

const chosen = (suite: string, ...keys: readonly string[]): readonly string[] =>
  keys.flatMap((key) => ['--only', `${suite}/${key}`]);

function reasons(cases: readonly CaseResult[], verdict: string): Readonly<Record<string, string>> {
  const found = cases.filter((one) => one.verdict === verdict);
  return Object.fromEntries(found.map(({ requirement, reason }) => [requirement.split('/').at(-1), reason]));
}

test('says case by case that the sender is to be started, and judges what arrives', LIMIT, async () => {
  const [group, port] = [freshGroup(), await freeDatagramPort()];
  const suite = 'multicast/sender';
  let said = '';
  let isSending = false;
  const person = (child: ChildProcess): void => {
    child.stderr?.on('data', (text: string) => {
      said += text;
      if (isSending || !said.includes('start the sender now')) return;
      isSending = true;
      start('multicast_sender_newline.py', group, String(port), '127.0.0.1');
    });
  };
  const where = ['--listen', `127.0.0.1:${port}`, '--interface', '127.0.0.1', '--group', group];
  const keys = ['payload', 'reaches-group', 'survives-nobody-listening'];

  const ended = await sockspec(['run', suite, ...where, ...chosen(suite, ...keys), '--report', 'json'], person);

  const { cases } = readRun(ended.stdout, ended.stderr);
  expect(ended.status).toBe(1);
  expect(requirementsWith(cases, 'pass')).toEqual(['reaches-group', 'survives-nobody-listening']);
  expect(requirementsWith(cases, 'fail')).toEqual(['payload']);
  const lines = ended.stderr.split('\n').filter((line) => line.includes(': case '));
  const isRepeated = (line: string): boolean => line.endsWith('the case is attempted once more');
  // What fails while this machine is busy is tried again: that is told, and the sender is to be started once more.
  const prompts = keys.flatMap((key, index) => {
    const named = `${index + 1} of 3: case ${suite}/${key}: `;
    const again = lines.filter((line) => line.startsWith(named) && isRepeated(line));
    const prompt = `${named}start the sender now, or leave it running; it must send to ${group}:${port}`;
    return [...again, prompt].fill(prompt);
  });
  expect(lines.filter((line) => !isRepeated(line))).toEqual(prompts);
});

test('where nobody starts a sender, nothing is judged, and nobody is asked again', LIMIT, async () => {
  const [group, port] = [freshGroup(), await freeDatagramPort()];
  const profile = join(folder(), 'phone.json');
  const target = { suite: 'multicast/sender', listen: `127.0.0.1:${port}`, interface: '127.0.0.1', group };
  writeFileSync(profile, JSON.stringify({ targets: [{ ...target, limits: { launchMs: 200, intervalMs: 100 } }] }));

  const { run, status, stderr } = await runReport(['--profile', profile]);

  expect(status).toBe(3);
  expect(run.conclusion).toBe(notJudged(run, `no datagram arrived at ${group}:${port} within 200 ms`));
  expect(stderr.match(/start the sender now/g)).toHaveLength(1);
});

test('a person starts a broadcast sender from the prompt on the terminal', LIMIT, async (context) => {
  needs(context, 'tmux');
  const port = await freeDatagramPort();
  const suite = 'broadcast/sender';
  const where = ['--listen', `127.0.0.1:${port}`, '--interface', '127.0.0.1'];
  const screen = terminal(['run', suite, ...where, ...chosen(suite, 'destination')], folder());

  await screen.shows(`case ${suite}/destination: start the sender now`);
  await screen.shows(`it must send to 127.255.255.255:${port}`);
  start('broadcast_sender_unicast.py', String(port), '127.0.0.1');

  expect(await screen.shows('ended with status 1')).toMatch(/seen +sent to 127\.0\.0\.1, a unicast address/);
});

test('a receiver that runs already is judged by what a command prints, and not by its membership', LIMIT, async () => {
  const { log, words } = await runningReceiver(freshGroup());

  const { run, status } = await runReport(['multicast/receiver', ...words, '--output', `tail -n +1 -F '${log}'`]);

  expect(status).toBe(0);
  expect(requirementsWith(run.cases, 'pass')).toEqual([
    'empty-datagram',
    'keeps-datagrams-apart',
    'largest-datagram',
    'receives-after-join',
    'receives-after-silence',
    'shows-source',
  ]);
  const unseen =
    'who is a member of the group cannot be seen: needs --exec on Linux (the kernel tells), or a capture of IGMP (--capture)';
  expect(reasons(run.cases, 'inconclusive')).toEqual({
    'ends-when-asked': 'it cannot be asked to end: needs --exec',
    'joins-on-interface': unseen,
    leaves: unseen,
    'other-group-ignored': 'another socket of the host must join a group: needs an IUT on this machine',
    rejoins: 'the receiver cannot be asked to end: needs --exec',
    'shares-the-port': 'a second receiver cannot be started: needs --exec',
  });
});

test('without an observer nothing of a running receiver is judged', LIMIT, async () => {
  const { words } = await runningReceiver(freshGroup());
  const keys = chosen('multicast/receiver', 'receives-after-join');

  const { run, status } = await runReport(['multicast/receiver', ...words, ...keys]);

  expect(status).toBe(3);
  expect(run.conclusion).toBe(
    notJudged(run, 'what the receiver shows cannot be seen: needs --output COMMAND, --operator or --exec'),
  );
});

test('a person answers what the screen of a running receiver shows', LIMIT, async (context) => {
  needs(context, 'tmux');
  const { log, words } = await runningReceiver(freshGroup());
  const [suite, cwd] = ['multicast/receiver', folder()];
  const keys = chosen(suite, 'receives-after-join', 'empty-datagram');
  const run = ['run', suite, ...words, '--operator', ...keys, '--report', 'json=run.json'];
  const screen = terminal(run, cwd);

  const texts = /shows? exactly: "(\w{40})", then "(\w{12})", then "(\w{26})", each by itself\? \[y\/n\/\?\]/;
  const asked = await screen.shows(`case ${suite}/receives-after-join: Does the screen show exactly:`);
  const [, ...sent] = texts.exec(asked.replaceAll('\n', ' ')) ?? [];
  expect(sent).toHaveLength(3);
  await expect.poll(() => shownIn(log)).toEqual(sent);
  screen.type('y');
  for (const times of [1, 2, 3]) {
    await screen.shows(`case ${suite}/empty-datagram: Does the screen show exactly:`, times);
    screen.type('n');
  }
  const seen = await screen.shows('ended with status 0');

  const { cases } = readRun(readFileSync(join(cwd, 'run.json'), 'utf8'), seen);
  expect(requirementsWith(cases, 'pass')).toEqual(['receives-after-join']);
  expect(reasons(cases, 'warning')).toEqual({
    'empty-datagram': 'expected every datagram shown whole; saw something else, says the operator, sent in 3 rounds',
  });
});

/** The texts that the receiver has shown, in order. */
function shownIn(log: string): readonly string[] {
  return [...readFileSync(log, 'utf8').matchAll(/: (\w{12,})$/gm)].map(([, text = '']) => text);
}
