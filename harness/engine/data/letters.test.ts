import { expect, test } from 'vitest';
import { numberInLetters } from './letters.ts';

test.each([
  [0, 'aa'],
  [25, 'az'],
  [26, 'ba'],
  [675, 'zz'],
  [676, 'baa'],
])('%d in letters is %s', (number, letters) => {
  expect(numberInLetters(number, 2)).toBe(letters);
});

test('numbers differ in letters, in capitals or not', () => {
  const all = Array.from({ length: 2000 }, (_, number) => numberInLetters(number, 2).toUpperCase());

  expect(new Set(all).size).toBe(all.length);
});
