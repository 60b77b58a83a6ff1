import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, describe, test as everyTurn, expect, onTestFinished } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { memberships } from '../addresses/memberships.ts';
import type { Run } from '../contracts/run.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { freeDatagramPort, freshGroup } from '../targets/datagram-places.ts';
import { namespaceWith } from './namespace.test.helper.ts';
import { bin, folder, needs, program, requirementsWith, runReport } from './shell.test.helper.ts';

const test = takingTurns(everyTurn, 3);

beforeEach((context) => needs(context, 'python3'));

/** Receivers of datagrams beside other members of their group, and where the system chooses the interface. */

/** What another member may be taken for. */
const keys = ['--only', '**/receives-after-join', '--only', '**/joins-on-interface'];

test('beside another member of this host: a receiver that never joins is found, though it shows every datagram', {
  timeout: 300_000,
}, async () => {
  const group = await joinedByAnother();
  const exec = `python3 '${program('multicast_receiver_never_joins.py')}' {port}`;

  const { run } = await runReport([...receiver(exec, group), ...keys]);

  expect(run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    [
      'fail',
      `expected each datagram shown, after a join; saw shown without a join of its own: another socket of this host has joined ${group}`,
    ],
    ['fail', 'expected a member on lo; saw a member on no interface'],
  ]);
});

test('beside another member of this host: a receiver that joins is not taken for the other', {
  timeout: 300_000,
}, async () => {
  const group = await joinedByAnother();
  const exec = `python3 '${program('multicast_receiver_careful.py')}' ${group} {port} {address}`;

  const { run } = await runReport([...receiver(exec, group), ...keys, '--only', '**/leaves']);

  expect(requirementsWith(run.cases, 'pass')).toEqual(['joins-on-interface', 'leaves', 'receives-after-join']);
});

test('a receiver that cannot be started a second time does not rejoin', { timeout: 300_000 }, async () => {
  // Every other start fails: a case that is repeated on a busy machine sees the same again.
  const other = `lock = sys.argv.pop(1); os.path.exists(lock) and (os.rmdir(lock), sys.exit("File exists")); os.mkdir(lock)`;
  const once = `import os, sys; ${other}; exec(open(sys.argv.pop(1)).read())`;
  const paths = `'${join(folder(), 'lock')}' '${program('multicast_receiver_careful.py')}'`;
  const exec = `python3 -c '${once}' ${paths} {group} {port} {address}`;

  const { run } = await runReport([...receiver(exec), '--only', '**/rejoins']);

  expect(run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['warning', expect.stringMatching(/saw not started again: the launched program ended .*File exists/)],
  ]);
});

describe('where the system chooses another interface', () => {
  const { exec, ip } = namespaceWith([
    { name: 'wlan0', address: '192.168.77.20/24' },
    { name: 'wlan1', address: '172.16.10.1/26' },
  ]);
  const command = `python3 '${program('multicast_receiver_joins_anywhere.py')}' {group} {port}`;

  everyTurn('a join without an interface is found', { timeout: 300_000 }, async () => {
    ip('route add default dev wlan1');

    const [chosen, other] = await Promise.all([inside(exec, command, 'wlan1'), inside(exec, command, 'wlan0')]);

    expect(requirementsWith(chosen.cases, 'fail', 'warning', 'error', 'inconclusive')).toEqual([]);
    expect(requirementsWith(other.cases, 'fail')).toEqual(['joins-on-interface', 'receives-after-join']);
    expect(other.cases.find(({ id }) => id.endsWith('joins-on-interface'))?.reason).toBe(
      'expected a member on wlan0; saw a member on wlan1',
    );
  });
});

/** The words of a run of one receiver on loopback. */
function receiver(exec: string, group?: string): readonly string[] {
  const told = group === undefined ? [] : ['--group', group];
  return ['multicast/receiver', '--interface', '127.0.0.1', '--exec', exec, ...told];
}

/** A group that a program which is no part of the run has joined on loopback. */
async function joinedByAnother(): Promise<string> {
  const group = freshGroup();
  const words = [program('multicast_receiver_careful.py'), group, String(await freeDatagramPort()), '127.0.0.1'];
  const child = spawn('python3', words, { stdio: 'ignore' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await expect
    .poll(async () => (await memberships())?.filter((one) => one.group === group), { timeout: 10_000 })
    .toMatchObject([{ users: 1 }]);
  return group;
}

/** A run within a network namespace. */
async function inside(exec: readonly [string, ...string[]], command: string, on: string): Promise<Run> {
  const [ip, ...rest] = exec;
  const run = ['run', 'multicast/receiver', '--interface', on, '--exec', command, '--report', 'json'];
  const child = spawn(ip, [...rest, process.execPath, bin, ...run], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await new Promise((resolve) => child.once('close', resolve));
  return readRun(stdout, `${run.join(' ')}: ${stderr}`);
}
