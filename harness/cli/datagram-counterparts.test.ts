import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { memberships } from '../addresses/memberships.ts';
import type { CaseResult, Run } from '../contracts/run.ts';
import { freeDatagramPort, freshGroup } from '../targets/datagram-places.ts';
import { namespaceWith } from './namespace.test.helper.ts';
import { bin, folder, needs, program, requirementsWith, runReport } from './shell.test.helper.ts';

beforeEach((context) => needs(context, 'python3'));

/** Senders and receivers of datagrams written in Python, on loopback; where that would tell nothing, in a namespace. */

/** What a program breaks, as fixtures/programs/README.md says. */
interface Expectation {
  readonly program: string;
  /** What its command says behind the program; what all of its suite have, by default. */
  readonly words?: string;
  readonly musts?: readonly string[];
  readonly shoulds?: readonly string[];
  readonly declares?: object;
}

const multicastReceivers: readonly Expectation[] = [
  { program: 'multicast_receiver_careful.py' },
  { program: 'multicast_receiver_ten.py', declares: { capabilities: { endsAfterMessages: 10 } } },
  {
    program: 'multicast_receiver_never_joins.py',
    words: '{port}',
    musts: ['joins-on-interface', 'receives-after-join'],
    declares: { group: freshGroup() },
  },
  { program: 'multicast_receiver_joins_another.py', musts: ['joins-on-interface', 'receives-after-join'] },
  { program: 'multicast_receiver_never_leaves.py', musts: ['leaves'] },
  { program: 'multicast_receiver_leaves_early.py', musts: ['receives-after-join'] },
  { program: 'multicast_receiver_cuts.py', musts: ['receives-after-join'] },
  { program: 'multicast_receiver_binds_unicast.py', musts: ['receives-after-join'] },
  { program: 'multicast_receiver_hides_source.py', musts: ['receives-after-join'] },
  { program: 'multicast_receiver_ends_on_empty.py', shoulds: ['empty-datagram'] },
  { program: 'multicast_receiver_owns_port.py', shoulds: ['shares-the-port'] },
];

const multicastSenders: readonly Expectation[] = [
  { program: 'multicast_sender_careful.py' },
  { program: 'multicast_sender_newline.py', musts: ['payload'] },
  { program: 'multicast_sender_unicast.py', words: '{port} {address}', musts: ['reaches-group'] },
  { program: 'multicast_sender_no_pause.py', shoulds: ['interval'] },
  { program: 'multicast_sender_ttl_64.py' },
];

const broadcastReceivers: readonly Expectation[] = [
  { program: 'broadcast_receiver_careful.py' },
  {
    program: 'broadcast_receiver_binds_unicast.py',
    words: '{port} {address}',
    musts: ['limited', 'subnet-directed'],
  },
  { program: 'broadcast_receiver_first_sender.py', musts: ['several-senders'] },
  { program: 'broadcast_receiver_connects.py', musts: ['keeps-datagrams-apart', 'limited', 'several-senders'] },
  { program: 'broadcast_receiver_cuts.py', musts: ['limited', 'subnet-directed'] },
  { program: 'broadcast_receiver_hides_source.py', musts: ['limited', 'subnet-directed'] },
];

const broadcastSenders: readonly Expectation[] = [
  { program: 'broadcast_sender_careful.py' },
  { program: 'broadcast_sender_no_option.py', musts: ['sets-so-broadcast'] },
  { program: 'broadcast_sender_swallows.py', musts: ['sets-so-broadcast'] },
  { program: 'broadcast_sender_newline.py', musts: ['payload'] },
  { program: 'broadcast_sender_unicast.py', words: '{port} {address}', musts: ['destination'] },
  { program: 'broadcast_sender_no_pause.py', shoulds: ['interval'] },
];

/** What a student reads: whole reasons, what is drawn by lot aside. */
const reasons: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'multicast_receiver_never_joins.py': {
    'joins-on-interface': 'expected a member on lo; saw a member on no interface',
    leaves: 'the receiver has not joined the group: there is nothing to leave',
  },
  'multicast_receiver_joins_another.py': {
    'receives-after-join':
      'expected each datagram shown with its source, after a join; saw item 1 of 3, "TEXT", missing; nothing was printed, sent in 3 rounds; it is not a member of GROUP',
  },
  'multicast_receiver_never_leaves.py': {
    leaves: 'expected no member any more; saw still a member on lo 1 s after SIGINT',
  },
  'multicast_receiver_binds_unicast.py': {
    'receives-after-join':
      'expected each datagram shown with its source, after a join; saw item 1 of 3, "TEXT", missing; nothing was printed, sent in 3 rounds; it is bound to 127.0.0.1, and such a socket is given no multicast on Linux',
  },
  'multicast_receiver_hides_source.py': {
    'receives-after-join':
      'expected each datagram shown with its source, after a join; saw shown without its source 127.0.0.1: "=> TEXT\\n=> TEXT\\n=> TEXT"',
  },
  'multicast_receiver_ends_on_empty.py': {
    'empty-datagram':
      'expected every datagram shown whole, with its source; saw the receiver ended at the empty datagram; afterwards: expected the next datagram to be shown within 1 s; saw nothing; the IUT has ended with exit status 0',
  },
  'multicast_receiver_owns_port.py': {
    'shares-the-port':
      'expected a second receiver on the port of the first; saw the launched program ended with exit status 1 before it listened; its last line: "OSError: [Errno 98] Address already in use"',
  },
  'multicast_sender_newline.py': {
    payload: 'expected the text in a datagram of its own, and nothing else; saw 12 octets: "hello world\\n"',
  },
  'multicast_sender_unicast.py': {
    'reaches-group': 'expected sent to the group; saw sent to 127.0.0.1, a unicast address',
  },
  'broadcast_receiver_binds_unicast.py': {
    limited:
      'expected every datagram shown whole, with its source; saw "TEXT" missing; nothing was printed, sent in 3 rounds; it is bound to 127.0.0.1, and is given what is sent there alone',
  },
  'broadcast_receiver_first_sender.py': {
    'several-senders':
      'expected every datagram shown whole, with its source; saw nothing of the second sender: item 2 of 4, "TEXT", missing; printed "127.0.0.1: TEXT\\n127.0.0.1: TEXT", sent in 3 rounds',
  },
  'broadcast_sender_no_option.py': {
    'sets-so-broadcast':
      'expected a broadcast that left; saw no datagram: the sender ended by itself (status 1), its last line: "PermissionError: [Errno 13] Permission denied"; the kernel refuses a broadcast without SO_BROADCAST',
    payload:
      'no datagram: the sender ended by itself (status 1), its last line: "PermissionError: [Errno 13] Permission denied"',
  },
};

/** What loopback does not show; every other row of a careful program is met. */
const unseen: Readonly<Record<string, readonly string[]>> = {
  'multicast/sender': ['ttl'],
  'broadcast/receiver': ['all-subnets-directed', 'net-directed'],
};

const suites = [
  { suite: 'multicast/receiver', words: '{group} {port} {address}', programs: multicastReceivers },
  { suite: 'multicast/sender', words: '{group} {port} {address}', programs: multicastSenders },
  { suite: 'broadcast/receiver', words: '{port}', programs: broadcastReceivers },
  { suite: 'broadcast/sender', words: '{destination} {port} {address}', programs: broadcastSenders },
];

/** Careless programs are waited for in many cases. */
const limits = { replyMs: 1000, recoveryMs: 1000, closeMs: 1000 };

/** One run of a suite against all of its programs, each a target of its own. */
async function judged(suite: string, defaults: string, programs: readonly Expectation[]): Promise<Run> {
  const profile = join(folder(), 'programs.json');
  const targets = programs.map(({ program: name, words = defaults, declares = {} }) => ({
    ...{ name, suite, exec: `python3 '${program(name)}' ${words}`, interface: '127.0.0.1', limits },
    ...declares,
  }));
  writeFileSync(profile, JSON.stringify({ targets }));
  return (await runReport(['--profile', profile])).run;
}

describe.each(suites)('$suite', ({ suite, words, programs }) => {
  test('each program fails by the rows that it breaks, and by no other', { timeout: 600_000 }, async () => {
    const { cases } = await judged(suite, words, programs);

    const of = (name: string) => cases.filter((one) => one.target === name);
    const found = programs.map(({ program: name }) => ({
      program: name,
      musts: requirementsWith(of(name), 'fail'),
      shoulds: requirementsWith(of(name), 'warning'),
      errors: requirementsWith(of(name), 'error'),
    }));
    expect(found).toEqual(
      programs.map(({ program: name, musts = [], shoulds = [] }) => ({ program: name, musts, shoulds, errors: [] })),
    );
    const careful = of(programs[0]?.program ?? '');
    expect(requirementsWith(careful, 'inconclusive', 'not-applicable')).toEqual(unseen[suite] ?? []);
    for (const { program: name } of programs) expect(reasonsOf(of(name), name)).toEqual(reasons[name] ?? {});
  });
});

/** The reasons of the rows that are looked at, texts and groups replaced. */
function reasonsOf(cases: readonly CaseResult[], name: string): Readonly<Record<string, string>> {
  const rows = cases.map(({ requirement, reason }) => [requirement.split('/').at(-1) ?? '', plain(reason)] as const);
  return Object.fromEntries(rows.filter(([row]) => reasons[name]?.[row] !== undefined));
}

function plain(reason: string): string {
  return reason.replace(/\b[a-zA-Z]{12}\b/g, 'TEXT').replace(/\b239\.255\.\d+\.\d+\b/g, 'GROUP');
}

describe('where another program of this host is a member', () => {
  const keys = ['--only', '**/receives-after-join', '--only', '**/joins-on-interface'];

  test('a receiver that never joins is found, though it shows every datagram', { timeout: 300_000 }, async () => {
    const group = await joinedByAnother();
    const exec = `python3 '${program('multicast_receiver_never_joins.py')}' {port}`;

    const { run } = await runReport([...receiver(exec, group), ...keys]);

    expect(run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      [
        'fail',
        `expected each datagram shown with its source, after a join; saw shown without a join of its own: another socket of this host has joined ${group}`,
      ],
      ['fail', 'expected a member on lo; saw a member on no interface'],
    ]);
  });

  test('a receiver that joins is not taken for the other', { timeout: 300_000 }, async () => {
    const group = await joinedByAnother();
    const exec = `python3 '${program('multicast_receiver_careful.py')}' ${group} {port} {address}`;

    const { run } = await runReport([...receiver(exec, group), ...keys, '--only', '**/leaves']);

    expect(requirementsWith(run.cases, 'pass')).toEqual(['joins-on-interface', 'leaves', 'receives-after-join']);
  });
});

test('a receiver that cannot be started twice does not rejoin', { timeout: 300_000 }, async () => {
  const once = `import os, sys; os.mkdir(sys.argv.pop(1)); exec(open(sys.argv.pop(1)).read())`;
  const paths = `'${join(folder(), 'lock')}' '${program('multicast_receiver_careful.py')}'`;
  const exec = `python3 -c '${once}' ${paths} {group} {port} {address}`;

  const { run } = await runReport([...receiver(exec), '--only', '**/rejoins']);

  expect(run.cases.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['warning', expect.stringMatching(/saw not started again: the launched program ended .* File exists/)],
  ]);
});

describe('where the system chooses another interface', () => {
  const { exec, ip } = namespaceWith([
    { name: 'wlan0', address: '192.168.77.20/24' },
    { name: 'wlan1', address: '172.16.10.1/26' },
  ]);
  const command = `python3 '${program('multicast_receiver_joins_anywhere.py')}' {group} {port}`;

  test('a join without an interface is found', { timeout: 300_000 }, async () => {
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
