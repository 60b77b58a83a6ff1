import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { describe, test as everyTurn, expect, onTestFinished, vi } from 'vitest';
import { allRequirements, suites } from '../../../suites/index.ts';
import type { MachineReport, Remark } from '../../contracts/machine.ts';
import { meansRequirement } from '../../engine/selection.ts';
import { takingTurns } from '../../selftest/taking-turns.test.helper.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { namespaceWith } from '../namespace.test.helper.ts';
import { bin, needs, sockspec } from '../shell.test.helper.ts';

const test = takingTurns(everyTurn);

/** What a machine can do, on machines of which that is known: network namespaces, and root without some of its rights. */

test('looks at this machine, sends to loopback alone, and says how the rest is tried', async () => {
  const { status, stdout, stderr } = await sockspec(['doctor']);

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('(127.0.0.1/8, loopback)');
  expect(stdout).toContain('to try it: --names');
  expect(stdout).toContain('an access point that filters MACs or isolates its clients');
});

test.each([
  [['--interface', 'no-such0'], 'expected --interface to be an interface that is up, lo (127.0.0.1)'],
  [['--interface'], 'Not enough arguments following: interface'],
  [['--probe'], 'Unknown argument: probe'],
])('refuses %j in one line and writes nothing', async (words, expected) => {
  const { status, stdout, stderr } = await inProcess(['doctor', ...words]);

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr.split('\n')).toEqual([expect.stringContaining(expected), '']);
});

describe('in a namespace', () => {
  const { name, exec, ip } = namespaceWith([
    { name: 'wlan0', address: '192.168.77.20/24' },
    { name: 'wlan1', address: '172.16.10.1/32' },
  ]);
  const sysctl = (setting: string): void => {
    const [program, ...words] = exec;
    execFileSync(program, [...words, 'sysctl', '-q', '-w', setting]);
  };
  const doctor = (...words: readonly string[]): MachineReport => examined([...exec, process.execPath, bin], words);

  test('everything works on loopback and on an interface that was named', () => {
    const report = doctor('--interface', 'wlan0');

    expect(states(report, 'lo')).toEqual({
      link: 'works',
      multicast: 'works',
      'join and leave': 'works',
      'subnet-directed broadcast': 'works',
      'limited broadcast': 'works',
    });
    expect(states(report, 'wlan0')).toEqual(states(report, 'lo'));
    expect(said(report, 'wlan0', 'link').says).toBe('up, broadcast, multicast');
    expect(said(report, 'wlan0', 'multicast').says).toContain('is not proven by it');
  });

  test('a /32 has no broadcast of its own', () => {
    expect(said(doctor('--interface', 'wlan1'), 'wlan1', 'subnet-directed broadcast')).toMatchObject({
      state: 'lacking',
      says: 'a /32 has no broadcast address of its own',
      effect: { rows: ['broadcast/receiver/subnet-directed', 'broadcast/sender/**'] },
    });
  });

  test('a link without multicast', () => {
    ip('link set wlan0 multicast off');
    expect(said(doctor(), 'wlan0', 'link')).toMatchObject({
      state: 'lacking',
      says: 'up, broadcast, no multicast',
      mend: 'sudo ip link set dev wlan0 multicast on',
    });
    ip('link set wlan0 multicast on');
  });

  test('a kernel that refuses memberships', () => {
    sysctl('net.ipv4.igmp_max_memberships=0');
    const report = doctor();
    sysctl('net.ipv4.igmp_max_memberships=20');

    expect(said(report, 'lo', 'multicast')).toMatchObject({
      state: 'lacking',
      says: expect.stringContaining('no room for another membership (ENOBUFS)'),
      mend: 'raise the limit: sudo sysctl net.ipv4.igmp_max_memberships=20',
      effect: { rows: ['multicast/**'], become: 'inconclusive' },
    });
    expect(said(report, 'lo', 'join and leave').state).toBe('lacking');
    expect(said(report, 'lo', 'limited broadcast').state).toBe('works');
  });

  test('a broadcast address that the kernel does not know', () => {
    ip('route del broadcast 192.168.77.255 table local dev wlan0');
    const report = doctor('--interface', 'wlan0');
    ip('route add broadcast 192.168.77.255 table local dev wlan0 scope link src 192.168.77.20');

    expect(said(report, 'wlan0', 'subnet-directed broadcast')).toMatchObject({
      state: 'lacking',
      says: '192.168.77.255 is refused: the kernel does not know the address (EADDRNOTAVAIL)',
    });
    expect(states(report, 'lo')['subnet-directed broadcast']).toBe('works');
  });

  test('a port in use', async () => {
    const [program, ...words] = exec;
    const script = "require('net').createServer().listen(54321, '0.0.0.0', () => console.log('listening'))";
    const holder = spawn(program, [...words, process.execPath, '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => {
      holder.kill();
    });
    await once(holder.stdout, 'data');

    const report = doctor();

    expect(said(report, 'this machine', 'TCP port 54321').state).toBe('lacking');
    expect(said(report, 'this machine', 'UDP port 54321').state).toBe('works');
  });

  test('names: nobody is asked unless that is wanted, and a server that answers for everything is told', async () => {
    const asked = await nameServer(name, exec);

    const quiet = doctor();
    expect(said(quiet, 'this machine', 'impossible names')).toMatchObject({
      state: 'works',
      says: expect.stringContaining('a label of 64 octets fails with'),
    });
    expect(said(quiet, 'this machine', 'unknown names')).toMatchObject({ state: 'untried', mend: '--names' });

    expect(said(doctor('--names'), 'this machine', 'unknown names')).toMatchObject({
      state: 'lacking',
      says: expect.stringContaining('has the address 10.9.8.7: the DNS server answers for names that do not exist'),
      effect: { rows: ['connect/client/reports-address-error', 'connect/client/tells-errors-apart'] },
    });
    await vi.waitFor(() => expect(asked().length).toBeGreaterThan(0));
    // In the order of the queries: had the first run sent one, it would stand before these.
    expect(new Set(asked())).toEqual(new Set([expect.stringMatching(/^sockspec-[\da-f-]+\.invalid$/)]));
  });

  test('names: without a server that answers, they fail as they should', () => {
    expect(said(doctor('--names'), 'this machine', 'unknown names')).toMatchObject({
      state: 'works',
      says: expect.stringMatching(
        /^a name under \.invalid \(RFC 6761\) fails with (EAI_AGAIN|ENOTFOUND) after \d+ ms$/,
      ),
    });
  });

  test('without /proc there is no proof, and a run may say so beforehand', (context) => {
    needs(context, 'unshare');
    const hidden = [...exec, 'unshare', '--mount', 'sh', '-c', 'mount -t tmpfs none /proc && exec "$@"', 'sh'];

    const report = examined([...hidden, process.execPath, bin], []);

    const machine = states(report, 'this machine');
    expect(machine).toMatchObject({
      loopback: 'works',
      'socket tables': 'lacking',
      'group memberships': 'lacking',
      'peak memory': 'lacking',
    });
    expect(states(report, 'lo')).toMatchObject({ multicast: 'works', 'join and leave': 'lacking' });
    const lines = lacksFor(hidden, ['multicast/receiver', 'lines/server']);
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^socket tables: .*\*\/server\/\*\*, \*\/receiver\/\*\* are judged from less; /),
        expect.stringMatching(/^group memberships: .*multicast\/receiver\/leaves.* stay inconclusive; /),
        expect.stringMatching(/^peak memory: .*; lines\/server\/endless-line are judged from less; /),
      ]),
    );
    expect(lines.join('\n')).not.toContain('upload/');
  });

  test('without loopback nothing can be tested here, and that is told', () => {
    ip('link set lo down');
    const report = doctor();
    const lines = lacksFor(exec, ['fortune/server']);
    ip('link set lo up');

    expect(said(report, 'this machine', 'loopback')).toMatchObject({
      state: 'lacking',
      mend: 'sudo ip link set dev lo up',
      effect: { rows: ['**'], become: 'inconclusive' },
    });
    expect(lines).toEqual([expect.stringMatching(/^loopback: .*; sudo ip link set dev lo up$/)]);
  });

  test('without the right to capture, whoever may not says why', (context) => {
    needs(context, 'setpriv');
    needs(context, 'dumpcap');
    const weak = [...exec, 'setpriv', '--bounding-set', '-net_raw,-net_admin', process.execPath, bin];

    expect(said(examined(weak, []), 'this machine', 'capture')).toMatchObject({
      state: 'lacking',
      says: expect.stringMatching(/^no right to capture on lo: .*dumpcap: /),
      effect: { rows: ['frames/**', 'multicast/sender/ttl'], become: 'inconclusive' },
    });
    expect(said(doctor(), 'this machine', 'capture')).toMatchObject({
      state: 'works',
      says: expect.stringContaining('dumpcap'),
    });
  });

  test('every row that a lack names is one of the specification', () => {
    const lacking = examined([...exec, 'env', 'PATH=', process.execPath, bin], ['--interface', 'wlan1']);
    const rows = lacking.places.flatMap(({ findings }) => findings.flatMap(({ effect }) => effect?.rows ?? []));
    const known = rows.filter((row) => suites.some(({ protocol }) => protocol === row.split('/')[0]));

    expect(rows.length).toBeGreaterThan(0);
    expect(known.filter((row) => !allRequirements.some(({ id }) => meansRequirement(row, id)))).toEqual([]);
  });
});

/** A namespace of its own: what a kernel repeats of earlier joins (RFC 3376 §8.1) would be counted too. */
describe('with an interface that was never used', () => {
  const { name, exec } = namespaceWith([
    { name: 'wlan0', address: '192.168.77.20/24' },
    { name: 'wlan1', address: '172.16.10.1/32' },
  ]);

  everyTurn('nothing leaves by an interface that was not named', () => {
    const sent = (): number => {
      const text = execFileSync('ip', ['-n', name, '-s', '-j', 'link', 'show', 'wlan0'], { encoding: 'utf8' });
      return JSON.parse(text)[0].stats64.tx.packets;
    };
    expect(sent()).toBe(0);

    const report = examined([...exec, process.execPath, bin], ['--interface', '172.16.10.1']);

    expect(states(report, 'wlan0')).toEqual({ link: 'works', 'multicast and broadcast': 'untried' });
    expect(said(report, 'wlan0', 'multicast and broadcast').mend).toBe('--interface wlan0');
    expect(sent()).toBe(0);

    examined([...exec, process.execPath, bin], ['--interface', '192.168.77.20']);
    expect(sent()).toBeGreaterThan(0);
  });
});

/** Runs `doctor --json` behind other words and reads what it says. */
function examined([program = '', ...before]: readonly string[], words: readonly string[]): MachineReport {
  const ended = spawnSync(program, [...before, 'doctor', '--json', ...words], { encoding: 'utf8' });
  expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(ended.stdout);
}

/** What a run would say before it begins. */
function lacksFor([program = '', ...before]: readonly string[], paths: readonly string[]): readonly string[] {
  const file = new URL('../machine/lacks.js', pathToFileURL(bin)).href;
  const script = `import { lacksFor } from ${JSON.stringify(file)};
console.log(JSON.stringify(await lacksFor(${JSON.stringify(paths)})));`;
  const words = [...before, process.execPath, '--input-type=module', '-e', script];
  return JSON.parse(execFileSync(program, words, { encoding: 'utf8' }));
}

function remarksOn(report: MachineReport, place: string): readonly Remark[] {
  return report.places.filter(({ name }) => name === place).flatMap(({ findings }) => findings);
}

function states(report: MachineReport, place: string): Readonly<Record<string, Remark['state']>> {
  return Object.fromEntries(remarksOn(report, place).map(({ about, state }) => [about, state]));
}

function said(report: MachineReport, place: string, about: string): Remark {
  const found = remarksOn(report, place).find((remark) => remark.about === about);
  if (found === undefined) throw new Error(`expected a remark about ${about} on ${place}`);
  return found;
}

/** A DNS server in the namespace, the only one it knows, that has an address for every name; resolves to the names asked so far. */
async function nameServer(namespace: string, exec: readonly [string, ...string[]]): Promise<() => readonly string[]> {
  mkdirSync(`/etc/netns/${namespace}`, { recursive: true });
  onTestFinished(() => rmSync(`/etc/netns/${namespace}`, { recursive: true }));
  writeFileSync(`/etc/netns/${namespace}/resolv.conf`, 'nameserver 127.0.0.1\n');
  const [program, ...words] = exec;
  const server = spawn(program, [...words, process.execPath, '-e', answerAll], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    server.kill();
  });
  const asked: string[] = [];
  const lines = createInterface({ input: server.stdout });
  await once(lines, 'line');
  lines.on('line', (line) => asked.push(line));
  return () => asked;
}

/** Answers A with 10.9.8.7 and anything else with nothing; prints each name that is asked for. */
const answerAll = `
const socket = require('node:dgram').createSocket('udp4');
socket.on('message', (query, { port, address }) => {
  const labels = [];
  let at = 12;
  while (query[at] > 0) { labels.push(query.toString('latin1', at + 1, at + 1 + query[at])); at += query[at] + 1; }
  const question = query.subarray(12, at + 5);
  const isA = query.readUInt16BE(at + 1) === 1;
  const head = Buffer.from([query[0], query[1], 0x81, 0x80, 0, 1, 0, isA ? 1 : 0, 0, 0, 0, 0]);
  const answer = isA ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 9, 8, 7]) : Buffer.alloc(0);
  console.log(labels.join('.'));
  socket.send(Buffer.concat([head, question, answer]), port, address);
});
socket.bind(53, '127.0.0.1', () => console.log('ready'));
`;
