import { expect, test } from 'vitest';
import { boundElsewhere, mayBeLost } from './receiver-facts.ts';

const [first, second] = ['bafzqgQGFAAB', 'cafzqgQGFAAC'];

test.each([
  ['all of them', false, `${first}\n${first}\n${second}\n`],
  ['nothing', true, ''],
  ['none of one', true, `${first}\n${first}\n`],
  ['once what was sent twice', true, `${first}\n${second}\n`],
  ['what was sent once in two pieces, which nobody has lost', false, `${first}\n${first}\ncafzqg\nQGFAAC\n`],
])('of three datagrams, two of them the same, there is %s: may one be lost? %s', (_, isLost, printed) => {
  expect(mayBeLost(printed, [first, first, second])).toBe(isLost);
});

test.each([
  ['the address of an interface', ['127.0.0.1'], '127.0.0.1'],
  ['every address', ['0.0.0.0'], undefined],
  ['the group', ['239.255.1.2'], undefined],
  ['every address, where a program of another group has bound the port, too', ['239.255.9.9', '0.0.0.0'], undefined],
  ['nothing that can be seen', undefined, undefined],
])('a receiver has bound %s: what keeps datagrams to its group from it', (_, bound, expected) => {
  expect(boundElsewhere({ datagrams: { bound: () => bound } }, '239.255.1.2')).toBe(expected);
});
