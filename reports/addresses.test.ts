import { expect, test } from 'vitest';
import { factsOf } from '../harness/addresses/facts.ts';
import { parseAddresses } from '../harness/addresses/parse.ts';
import { renderAddresses } from './addresses.ts';

const shown = (words: readonly string[], width = 100): string =>
  renderAddresses(parseAddresses(words).map(factsOf), width);

test('shows an address and its mask as a table', () => {
  expect(shown(['172.16.10.0', '255.255.255.0'])).toBe(
    `address               172.16.10.0/24, the network's own
class                 B, default mask 255.255.0.0 (/16)
mask                  255.255.255.0 (/24)
network               172.16.10.0
broadcast             172.16.10.255
hosts                 172.16.10.1 to 172.16.10.254, 254 addresses
limited broadcast     255.255.255.255
subnet-directed       172.16.10.255
net-directed          172.16.255.255
all-subnets-directed  172.16.255.255
`,
  );
});

test('shows a group', () => {
  expect(shown(['224.202.20.30'])).toBe(
    `address               224.202.20.30, a multicast group: it has neither network nor hosts
class                 D, groups: no default mask
multicast MAC         01:00:5E:4A:14:1E, shared with 31 other groups
limited broadcast     255.255.255.255
`,
  );
});

test.each([
  ['10.0.0.5/31', 'broadcast             none: a /31 has none'],
  ['10.0.0.5/31', 'hosts                 10.0.0.4 to 10.0.0.5, 2 addresses'],
  ['10.0.0.5/32', 'hosts                 10.0.0.5 alone'],
  ['10.0.0.5/32', 'subnet-directed       none: a /32 has none'],
  ['192.168.1.1/16', 'net-directed          none: the mask is shorter than the default'],
  ['192.168.1.1', 'mask                  255.255.255.0 (/24, the class default: none was given)'],
  ['240.1.1.1/8', 'all-subnets-directed  none: the class has no network number'],
  ['240.1.1.1', 'network               unknown: the class means no mask, give one'],
])('%s: %s', (word, line) => {
  expect(shown([word]).split('\n')).toContain(line);
});

test('shows a block an address, no line wider than the place', () => {
  const text = shown(['224.202.20.30', '10.0.0.1/8'], 60);

  expect(text.split('\n\n')).toHaveLength(2);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
});
