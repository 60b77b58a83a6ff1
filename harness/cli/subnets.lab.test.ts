import { test as everyTurn, expect } from 'vitest';
import type { CaseResult } from '../contracts/run.ts';
import { type SubnetClass, subnetAddress, subnets } from '../lab/lab.ts';
import { useLab } from '../lab/use-lab.test.helper.ts';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import { commandIn, notPassed, runTargets } from './lab.test.helper.ts';

const test = takingTurns(everyTurn, 4);

/** Broadcasts on subnets whose prefix is longer than that of their class: the whole network's address is nobody's there. */

const lab = useLab({ hosts: ['a', 'b'], subnets: true });

const classes: readonly SubnetClass[] = ['A', 'B', 'C'];

const bindOnce = `
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((sys.argv[1], 0))
`;

test.each(classes)('on a subnet of class %s the address of the whole network cannot be bound', async (one) => {
  const { stderr } = await lab().host('a').run(['python3', '-c', bindOnce, subnets[one].netDirected]);

  expect(stderr).toContain('Cannot assign requested address');
});

test('broadcast senders on subnets of each class are judged', { timeout: 300_000 }, async () => {
  const { host } = lab();
  const addressOf = (one: SubnetClass, name: 'a' | 'b'): string => subnetAddress(one, name).replace(/\/.*/, '');
  const targets = classes.map((one) => ({
    name: one,
    suite: 'broadcast/sender',
    interface: addressOf(one, 'a'),
    exec: commandIn(host('b'), `call broadcast {destination}:{port} --interface ${addressOf(one, 'b')}`),
  }));

  const { run, status } = await runTargets(host('a'), targets);

  const open = (one: SubnetClass): readonly string[] => [
    'inconclusive reports-unusable-address: it is told no address: needs {address} in the command of --exec',
    `not-applicable beside-a-listener: the sender runs on another machine, ${addressOf(one, 'b')}`,
  ];
  expect(notPassed(run.cases)).toEqual({ A: open('A'), B: open('B'), C: open('C') });
  expect(status).toBe(0);
  const destinations = run.cases.filter(({ id }) => id.endsWith('/destination'));
  expect(Object.fromEntries(destinations.map((one) => [one.target, firstHeard(one)]))).toEqual(
    Object.fromEntries(classes.map((one) => [one, `to ${subnets[one].subnetDirected}, from ${addressOf(one, 'b')}`])),
  );
});

/** Where the first datagram of a case was sent to, and where it came from. */
function firstHeard({ evidence }: CaseResult): string | undefined {
  const { text = '' } = evidence.find(({ what }) => what === 'receive') ?? {};
  return /^(to .*, from [\d.]+):/.exec(text)?.[1];
}
