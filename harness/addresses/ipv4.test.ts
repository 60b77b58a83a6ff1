import { expect, test } from 'vitest';
import { broadcastsOf, classOf, classPrefixOf, isGroup, isIPv4Text, multicastMac } from './ipv4.ts';

test.each([
  ['0.0.0.0', 'A', 8],
  ['127.255.255.255', 'A', 8],
  ['128.0.0.0', 'B', 16],
  ['191.255.255.255', 'B', 16],
  ['192.0.0.0', 'C', 24],
  ['223.255.255.255', 'C', 24],
  ['224.0.0.0', 'D', undefined],
  ['239.255.255.255', 'D', undefined],
  ['240.0.0.0', 'E', undefined],
  ['255.255.255.255', 'E', undefined],
])('%s is of class %s, whose prefix is %s', (address, letter, prefix) => {
  expect({ letter: classOf(address), prefix: classPrefixOf(address) }).toEqual({ letter, prefix });
});

test.each([
  ['223.255.255.255', false],
  ['224.0.0.0', true],
  ['224.202.20.30', true],
  ['239.255.255.255', true],
  ['240.0.0.0', false],
  ['ff02::1', false],
  ['a name', false],
])('%s is a group: %s', (address, expected) => {
  expect(isGroup(address)).toBe(expected);
});

test.each([
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '01.2.3.4',
  '0x1.2.3.4',
  ' 1.2.3.4',
  '1.2.3.4\n',
  '',
  '::1',
  '1.2.3.4/8',
])('%j is no IPv4 address', (text) => {
  expect(isIPv4Text(text)).toBe(false);
});

test.each([
  ['224.202.20.30', '01:00:5E:4A:14:1E'],
  ['224.74.20.30', '01:00:5E:4A:14:1E'],
  ['239.255.255.255', '01:00:5E:7F:FF:FF'],
  ['224.0.0.1', '01:00:5E:00:00:01'],
  ['224.128.0.1', '01:00:5E:00:00:01'],
])('group %s has MAC %s', (group, mac) => {
  expect(multicastMac(group)).toBe(mac);
});

const limited = '255.255.255.255';

test.each([
  ['172.16.10.0', 24, { subnetDirected: '172.16.10.255', ...net('172.16.255.255') }],
  ['10.0.0.0', 24, { subnetDirected: '10.0.0.255', ...net('10.255.255.255') }],
  ['200.201.145.128', 26, { subnetDirected: '200.201.145.191', ...net('200.201.145.255') }],
  ['192.168.1.20', 24, { subnetDirected: '192.168.1.255', ...net('192.168.1.255') }],
  ['127.0.0.1', 8, { subnetDirected: '127.255.255.255', ...net('127.255.255.255') }],
  // Shorter than the class default: several networks taken together.
  ['192.168.1.20', 16, { subnetDirected: '192.168.255.255' }],
  ['10.1.2.3', 7, { subnetDirected: '11.255.255.255' }],
  ['10.1.2.3', 0, { subnetDirected: '255.255.255.255' }],
  ['10.1.2.3', 30, { subnetDirected: '10.1.2.3', ...net('10.255.255.255') }],
  ['10.1.2.3', 31, net('10.255.255.255')],
  ['10.1.2.3', 32, net('10.255.255.255')],
  ['224.202.20.30', 24, {}],
  ['240.1.2.3', 24, { subnetDirected: '240.1.2.255' }],
])('%s/%i has the broadcast addresses %j', (address, prefix, expected) => {
  expect(broadcastsOf({ address, prefix })).toEqual({ limited, ...expected });
});

function net(address: string) {
  return { netDirected: address, allSubnetsDirected: address };
}
