import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test as everyTurn, expect, onTestFinished } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import { memberships } from '../../addresses/memberships.ts';
import { bindSocket, closeSocket } from '../../engine/datagrams/datagram-source.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { freeDatagramPort, freshGroup } from '../../targets/datagram-places.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { namespaceWith } from '../namespace.test.helper.ts';
import { bin, folder, needs, program, requirementsWith, runReport } from '../shell.test.helper.ts';

const test = takingTurns(everyTurn, 4);

/** `serve` and `call` of multicast and broadcast as a shell sees them, and wrong input of every command about datagrams. */

const LIMIT = { timeout: 120_000 };
const ON = ['--interface', '127.0.0.1'];

/** A command that runs until it is interrupted. */
interface Running {
  readonly child: ChildProcess;
  /** Waits until it has printed the text on either stream. */
  readonly says: (text: string) => Promise<void>;
  readonly ended: Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }>;
}

function start(words: readonly string[], exec: readonly string[] = []): Running {
  const [file = '', ...args] = [...exec, process.execPath, bin, ...words];
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return {
    child,
    says: (text) => expect.poll(() => stdout + stderr, { timeout: 30_000 }).toContain(text),
    ended: new Promise((resolve) => child.once('close', (status) => resolve({ status, stdout, stderr }))),
  };
}

/** Has datagrams sent on loopback. */
async function call(endpoint: string, destination: string, count: number): Promise<void> {
  const flags = [...ON, '--count', String(count), '--interval', '20'];
  const { status, stderr } = await inProcess(['call', endpoint, destination, ...flags]);
  const told = Array.from({ length: count }, (_, index) => `sent datagram ${index + 1} to ${destination}\n`);
  expect([status, stderr]).toEqual([0, told.join('')]);
}

/** How many members a group has on this host. */
async function usersOf(group: string): Promise<number | undefined> {
  return (await memberships())?.filter((one) => one.group === group).reduce((sum, { users }) => sum + users, 0);
}

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  const ofThree = takingTurns(everyTurn, 3);

  ofThree('serve multicast joins, shows what comes, leaves, and ends with status 0', LIMIT, async () => {
    const [group, port] = [freshGroup(), await freeDatagramPort()];
    const served = start(['serve', 'multicast', ...ON, '--group', group, '--port', String(port)]);
    await served.says(`listening on ${group}:${port}`);
    expect(await usersOf(group)).toBe(1);
    await call('multicast', `${group}:${port}`, 2);
    await served.says('hello world\nfrom');
    await served.says('hello world\n');

    served.child.kill(signal);

    const { status, stdout, stderr } = await served.ended;
    expect(status).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^listening on ${group}:${port}\n(from 127\\.0\\.0\\.1:\\d+: hello world\n){2}$`),
    );
    expect(stderr.split('\n')).toEqual([
      `info: joined ${group} on 127.0.0.1`,
      `info: listening on ${group}:${port}`,
      `info: left ${group} on 127.0.0.1`,
      'info: stopped',
      '',
    ]);
    expect(await usersOf(group)).toBe(0);
  });

  ofThree.each([
    ['multicast', '239.255.211.3'],
    ['broadcast', '127.255.255.255'],
  ])('call %s sends until then, and ends with status 0', LIMIT, async (endpoint, host) => {
    const destination = `${host}:${await freeDatagramPort()}`;
    const called = start(['call', endpoint, destination, ...ON, '--interval', '20']);
    await called.says(`sent datagram 3 to ${destination}`);

    called.child.kill(signal);

    expect((await called.ended).status).toBe(0);
  });
});

test('serve broadcast ends by itself after so many datagrams', LIMIT, async () => {
  const port = await freeDatagramPort();
  const served = start(['serve', 'broadcast', '--port', String(port), '--count', '3']);
  await served.says('listening on');
  await call('broadcast', `127.255.255.255:${port}`, 3);

  const { status, stdout } = await served.ended;
  expect([status, stdout.match(/^from 127\.0\.0\.1:\d+: hello world$/gm)?.length]).toEqual([0, 3]);
});

test('serve multicast leaves after so many datagrams', LIMIT, async () => {
  const [group, port] = [freshGroup(), await freeDatagramPort()];
  const served = start(['serve', 'multicast', ...ON, '--group', group, '--port', String(port), '--count', '2']);
  await served.says('listening on');
  await call('multicast', `${group}:${port}`, 2);

  const { status, stderr } = await served.ended;
  expect([status, stderr.includes(`left ${group} on 127.0.0.1`)]).toEqual([0, true]);
});

const group = '239.255.1.2';
const interfaces = /expected --interface to be an interface that is up, .*, found "wlan9"\n$/;

test.each([
  [['serve', 'multicast', '--interface', 'wlan9'], interfaces],
  [['call', 'multicast', `${group}:5000`, '--interface', 'wlan9'], interfaces],
  [['call', 'broadcast', '127.255.255.255:5000', '--interface', 'wlan9'], interfaces],
  [['run', 'multicast/receiver', '--interface', 'wlan9', '--exec', 'x {port}'], interfaces],
  [['run', 'broadcast/sender', '--interface', 'wlan9', '--exec', 'x {port}'], interfaces],
  [
    ['serve', 'multicast', ...ON, '--group', '10.0.0.1'],
    /expected --group to be from 224\.0\.0\.0 to 239\.255\.255\.255, found "10\.0\.0\.1"\n$/,
  ],
  [
    ['run', 'multicast/receiver', ...ON, '--group', '240.0.0.1', '--exec', 'x {port}'],
    /: target 1: expected --group to be from 224\.0\.0\.0 to 239\.255\.255\.255, found "240\.0\.0\.1"\n$/,
  ],
  [['call', 'multicast', '10.0.0.1:5000', ...ON], /expected a group from 224\.0\.0\.0 to .*, found 10\.0\.0\.1\n$/],
  [['call', 'multicast', 'example:5000', ...ON], /expected a group from 224\.0\.0\.0 to .*, found example\n$/],
  [['call', 'broadcast', `${group}:5000`, ...ON], /expected a broadcast address, such as .*, found 239\.255\.1\.2\n$/],
  [['call', 'broadcast', 'example:5000', ...ON], /expected a broadcast address, such as .*, found example\n$/],
  [['call', 'broadcast', '127.0.0.1:5000', ...ON], /found 127\.0\.0\.1, which is that of the interface itself\n$/],
  [['call', 'multicast', `${group}:0`, ...ON], /expected a port from 1 to 65535, found "239\.255\.1\.2:0"\n$/],
  [['call', 'multicast', `${group}:5000`, ...ON, '--count', '0'], /expected --count to be an integer from 1 to/],
  [['call', 'multicast', `${group}:5000`, ...ON, '--ttl', '256'], /expected --ttl to be an integer from 0 to 255/],
  [['serve', 'broadcast', ...ON], /expected no --interface: broadcast has no use for it\n$/],
  [
    ['run', 'multicast/receiver', ...ON, '--target', '127.0.0.1:5', '--target', '127.0.0.1:6'],
    /expected --target once, found it 2 times: 127\.0\.0\.1:5, 127\.0\.0\.1:6\n$/,
  ],
  [
    ['run', 'multicast/receiver', ...ON, '--listen', '127.0.0.1:5'],
    /expected --listen with a suite of clients or senders, found multicast\/receiver\n$/,
  ],
  [
    ['run', 'multicast/sender', ...ON, '--listen', '127.0.0.1:5', '--operator'],
    /expected --operator with a suite of clients or receivers, found multicast\/sender: what a sender does is seen by what arrives\n$/,
  ],
])('%j is wrong input: one line, status 2', LIMIT, async (words, expected) => {
  const { status, stdout, stderr } = await inProcess(words);

  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(expected);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

test.each(['multicast', 'broadcast'])('serve %s on a port in use says so, status 2', LIMIT, async (endpoint) => {
  const holder = await bindSocket('0.0.0.0', 0, false);
  onTestFinished(() => closeSocket(holder));
  const { port } = holder.address();
  const on = endpoint === 'multicast' ? [...ON, '--group', freshGroup()] : [];

  const { status, stderr } = await inProcess(['serve', endpoint, ...on, '--port', String(port)]);

  expect(status).toBe(2);
  expect(stderr).toBe(`sockspec: cannot listen on 0.0.0.0:${port}: the port is in use; choose another with --port\n`);
});

test('one run judges two targets, each by itself', LIMIT, async (context) => {
  needs(context, 'python3');
  const profile = join(folder(), 'two.json');
  const target = (name: string, words: string) => {
    const exec = `python3 '${program(`${name}.py`)}' ${words}`;
    return { name, suite: `${name.split('_').slice(0, 2).join('/')}`, interface: '127.0.0.1', exec };
  };
  const targets = [
    target('multicast_receiver_careful', '{group} {port} {address}'),
    target('broadcast_sender_unicast', '{port} {address}'),
  ];
  writeFileSync(
    profile,
    JSON.stringify({ targets, only: ['multicast/receiver/leaves', 'broadcast/sender/destination'] }),
  );

  const { run, status } = await runReport(['--profile', profile]);

  expect(status).toBe(1);
  expect(run.cases.map(({ target: name, verdict }) => [name, verdict])).toEqual([
    ['multicast_receiver_careful', 'pass'],
    ['broadcast_sender_unicast', 'fail'],
  ]);
});

describe('where the interface vanishes', () => {
  const { exec, ip } = namespaceWith([]);
  const on = ['--interface', 'wlan0'];
  const appears = (): void => {
    ip('link add wlan0 type veth peer name wlan0p');
    ip('link set wlan0p up');
    ip('link set wlan0 up');
    ip('address add 192.168.77.20/24 dev wlan0');
  };
  const vanishes = (): void => ip('link del wlan0');

  test('serve multicast is ended as always', LIMIT, async () => {
    appears();
    const served = start(['serve', 'multicast', ...on, '--group', group, '--port', '5000'], exec);
    await served.says('listening on');

    vanishes();
    served.child.kill('SIGINT');

    const { status, stderr } = await served.ended;
    expect(status).toBe(0);
    expect(stderr).toMatch(/(left 239\.255\.1\.2 on 192\.168\.77\.20|leaving failed: .+)\ninfo: stopped\n$/);
  });

  test.each([
    ['multicast', `${group}:5000`],
    ['broadcast', '192.168.77.255:5000'],
  ])('call %s says so and ends with status 1', LIMIT, async (endpoint, destination) => {
    appears();
    const called = start(['call', endpoint, destination, ...on, '--interval', '100'], exec);
    await called.says('sent datagram 1');

    vanishes();

    const { status, stderr } = await called.ended;
    expect(status).toBe(1);
    expect(stderr).toMatch(/\nsockspec: this machine has no interface with the address 192\.168\.77\.20\n$/);
  });

  const careful = `python3 '${program('multicast_receiver_careful.py')}' {group} {port} {address}`;
  const judging = (command: string): Running =>
    start(['run', 'multicast/receiver', ...on, '--exec', command, '--verbose', '--report', 'json'], exec);

  test('before a receiver joins: it is not judged', LIMIT, async (context) => {
    needs(context, 'python3');
    appears();

    const { status, stdout, stderr } = await judging(`sh -c "ip link del wlan0; exec ${careful}"`).ended;

    expect(status).toBe(3);
    expect(readRun(stdout, stderr).conclusion).toMatch(/cannot join .* on 192\.168\.77\.20: No such device/);
  });

  test('in the middle of a run: what could be judged is, and nothing fails', LIMIT, async (context) => {
    needs(context, 'python3');
    appears();
    const run = judging(careful);
    await run.says('multicast/receiver/receives-after-join');

    vanishes();

    const { stdout, stderr } = await run.ended;
    const { cases } = readRun(stdout, stderr);
    expect(requirementsWith(cases, 'pass')).toContain('receives-after-join');
    expect(requirementsWith(cases, 'inconclusive')).toContain('joins-on-interface');
    expect(requirementsWith(cases, 'fail', 'warning', 'error')).toEqual([]);
  });
});
