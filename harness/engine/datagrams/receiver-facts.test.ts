import { expect, test } from 'vitest';
import { mayBeLost } from './receiver-facts.ts';

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
