import { expect, test } from 'vitest';
import { count, duration, quoted, wordsFor, wordsForBoth } from './words.ts';

test.each([
  ['stored exactly', 'stored exactly'],
  ['', 'nothing'],
  [[], 'nothing'],
  [undefined, 'nothing'],
  [null, 'nothing'],
  [['open', 'data', ['end']], 'open, data, end'],
  [5, '5'],
  [false, 'false'],
  [2n, '2'],
  [{ a: 1 }, '{"a":1}'],
  ['x'.repeat(301), `${'x'.repeat(300)}…`],
])('%o reads "%s"', (value, words) => {
  expect(wordsFor(value)).toBe(words);
});

test.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [1000, '1 s'],
  [1549, '1.5 s'],
  [30_000, '30 s'],
])('%d milliseconds are %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test.each([
  [0, '0 octets'],
  [1, '1 octet'],
  [1_000_003, '1,000,003 octets'],
])('%i: %s', (number, words) => {
  expect(count(number, 'octet')).toBe(words);
});

test('quotes a text, cut to a length, on one line', () => {
  expect(quoted('a "b"\nc')).toBe('"a \\"b\\"\\nc"');
  expect(quoted('x'.repeat(81))).toBe(`"${'x'.repeat(80)}…"`);
  expect(quoted('\u009b31m\u202E')).toBe('"\\u{9b}31m\\u{202e}"');
});

test('two long values are told where they differ', () => {
  const alike = 'a'.repeat(1000);
  const shown = `(940 characters alike) …${'a'.repeat(60)}`;

  expect(wordsForBoth(`${alike}b`, `${alike}c`)).toEqual([`${shown}b`, `${shown}c`]);
  expect(wordsForBoth(alike, `${alike}${'c'.repeat(400)}`)).toEqual([shown, `${shown}${'c'.repeat(240)}…`]);
  expect(wordsForBoth(`b${alike}`, `c${alike}`)).toEqual([`b${'a'.repeat(299)}…`, `c${'a'.repeat(299)}…`]);
  expect(wordsForBoth(alike, alike)).toEqual([`${'a'.repeat(300)}…`, `${'a'.repeat(300)}…`]);
  expect(wordsForBoth('a', undefined)).toEqual(['a', 'nothing']);
});
