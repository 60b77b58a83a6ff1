import { expect, test } from 'vitest';
import { factsOf } from './facts.ts';
import { parseAddress } from './parse.ts';

test.each([
  ['172.16.10.77/24', 'host'],
  ['172.16.10.0/24', 'network'],
  ['172.16.10.255/24', 'broadcast'],
  ['172.16.255.255', 'broadcast'],
  ['10.0.0.4/31', 'host'],
  ['10.0.0.5/31', 'host'],
  ['10.0.0.5/32', 'host'],
  ['0.0.0.0/0', 'network'],
  ['224.202.20.30', 'group'],
  ['224.202.20.30/24', 'group'],
  ['240.1.1.1', 'reserved'],
  ['240.1.1.1/8', 'host'],
  ['255.255.255.255', 'broadcast'],
  ['255.255.255.255/32', 'broadcast'],
])('%s is a %s', (word, expected) => {
  expect(factsOf(parseAddress(word)).is).toBe(expected);
});

test('works out everything for an address with a mask', () => {
  expect(factsOf(parseAddress('172.16.10.0/24'))).toEqual({
    address: '172.16.10.0',
    class: 'B',
    is: 'network',
    defaultMask: '255.255.0.0',
    defaultPrefix: 16,
    prefix: 24,
    maskFrom: 'given',
    network: {
      mask: '255.255.255.0',
      network: '172.16.10.0',
      broadcast: '172.16.10.255',
      firstHost: '172.16.10.1',
      lastHost: '172.16.10.254',
      hosts: 254,
    },
    broadcasts: {
      limited: '255.255.255.255',
      subnetDirected: '172.16.10.255',
      netDirected: '172.16.255.255',
      allSubnetsDirected: '172.16.255.255',
    },
  });
});

test('a group has a MAC, and no network whatever mask is given', () => {
  expect(factsOf(parseAddress('224.202.20.30/24'))).toEqual({
    address: '224.202.20.30',
    class: 'D',
    is: 'group',
    prefix: 24,
    maskFrom: 'given',
    broadcasts: { limited: '255.255.255.255' },
    multicastMac: '01:00:5E:4A:14:1E',
  });
});
