import { test as everyTurn, expect } from 'vitest';
import type { CaseResult } from '../contracts/run.ts';
import { useLab } from '../lab/use-lab.test.helper.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { commandIn, notPassed, runIn, runTargets, sockspecIn } from './lab.test.helper.ts';
import { folder, requirementsWith } from './shell.test.helper.ts';

const test = takingTurns(everyTurn, 3);

/** Multicast and broadcast between hosts: real MACs, IGMP on the wire, and every kind of broadcast address. */

const lab = useLab({ hosts: ['a', 'b'] }, [['tcpdump', '--version']]);

const captured = (): readonly string[] => ['--capture', 'eth0', '--frames', folder()];

function frameLines(cases: readonly CaseResult[], id: string): readonly string[] {
  const found = cases.find((one) => one.id === id);
  return found?.evidence.flatMap(({ what, text = '' }) => (what === 'frame' ? [text] : [])) ?? [];
}

test('receivers and senders on another host pass, with joins, leaves and MACs on the wire', {
  timeout: 300_000,
}, async () => {
  const { host } = lab();
  const common = { interface: 'eth0', target: `${host('b').address}:54321` };
  const targets = [
    {
      suite: 'multicast/receiver',
      exec: commandIn(host('b'), 'serve multicast --interface eth0 --group {group} --port {port}'),
    },
    { suite: 'multicast/sender', exec: commandIn(host('b'), 'call multicast {destination}:{port} --interface eth0') },
    { suite: 'broadcast/receiver', exec: commandIn(host('b'), 'serve broadcast --port {port}') },
    { suite: 'broadcast/sender', exec: commandIn(host('b'), 'call broadcast {destination}:{port} --interface eth0') },
  ].map((one) => ({ ...common, ...one, name: one.suite }));

  const { run, status } = await runTargets(host('a'), targets, captured());

  const untold =
    'inconclusive reports-unusable-address: it is told no address: needs {address} in the command of --exec';
  const beside = `not-applicable beside-a-listener: the sender runs on another machine, ${host('b').address}`;
  expect(notPassed(run.cases)).toEqual({
    'multicast/receiver': [],
    'multicast/sender': [untold, beside],
    'broadcast/receiver': [],
    'broadcast/sender': [untold, beside],
    'frames on eth0': [],
  });
  expect(status).toBe(0);
});

test('a receiver whose membership no list of this host tells is judged by its IGMP', { timeout: 120_000 }, async () => {
  const { host } = lab();
  // A shell that stays in between, as ssh or adb do: the program that is launched has no port and no membership here.
  const inside = commandIn(host('b'), 'serve multicast --interface eth0 --group {group} --port {port}');
  const exec = `sh -c "${inside.replaceAll("'", '')}; true"`;
  const words = ['multicast/receiver', '--interface', 'eth0', '--ready', 'joined', '--exec', exec];
  const only = ['--only', '**/leaves', '--only', '**/joins-on-interface'];

  const unseen = await runIn(host('a'), ...words, ...only);
  expect(requirementsWith(unseen.run.cases, 'inconclusive')).toEqual(['joins-on-interface', 'leaves']);

  const { run } = await runIn(host('a'), ...words, ...only, ...captured());
  expect(requirementsWith(run.cases, 'pass')).toEqual(expect.arrayContaining(['joins-on-interface', 'leaves']));
  expect(frameLines(run.cases, 'multicast/receiver/leaves')[0]).toMatch(/172\.16\.10\.2 > 224\.0\.0\.22, IGMP/);
});

test('a capture proves that the segments of a remote target were frames of their own', {
  timeout: 120_000,
}, async () => {
  const { host } = lab();
  const { address } = host('b');
  const store = folder();
  const server = await host('b').start(
    ...sockspecIn(host('b'), 'serve', 'upload', '--host', address, '--dir', store).slice(4),
  );
  const words = [
    'upload/server',
    '--target',
    `${address}:54321`,
    '--store',
    store,
    '--only',
    '**/header-octet-by-octet',
  ];

  const { run } = await runIn(host('a'), ...words, ...captured()).finally(server.stop);

  const [judged] = run.cases;
  expect(judged).toMatchObject({ verdict: 'pass', id: 'upload/server/header-octet-by-octet' });
  expect(judged?.notes).toEqual(['segments proven: each was a frame of its own, captured on eth0']);
});
