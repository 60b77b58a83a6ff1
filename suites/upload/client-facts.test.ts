import { expect, test } from 'vitest';
import { sizeFact } from './client-facts.ts';

const announced = (size: number) => ({ name: 'a', size, contents: new Uint8Array() });

test.each([
  [2560, 2560, 2560],
  [0x0a000000, 10, 0x0a000000],
  [0x32353630, 2560, '"2560" as text'],
  [0x32353630, 0x32353630, 0x32353630],
])('a size of %i where %i was to come is %s', (size, expected, fact) => {
  expect(sizeFact(announced(size), expected)).toBe(fact);
});
