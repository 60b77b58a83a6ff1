import { describe, expect, test } from 'vitest';
import { changeWords } from './change.ts';
import { smallestChanged, smallestNumber, smallestPart } from './smallest.ts';

test.each<[string, string | undefined, string]>([
  ['ab\tc', 'ab       c', 'a tab became 7 spaces'],
  [' abc', 'abc', 'a leading space was lost'],
  ['  abc  ', 'abc  ', '2 leading spaces were lost'],
  ['abc ', 'abc', 'a trailing space was lost'],
  ['abc\t', 'abc', 'a trailing tab was lost'],
  ['a\u00e9', 'ae\u0301', 'U+00E9 became e + U+0301'],
  ['ae\u0301', 'a\u00e9', 'e + U+0301 became U+00E9'],
  ['\ufeffabc', 'abc', 'U+FEFF in front was lost'],
  ['#abc', 'abc', '"#" in front was lost'],
  ['abc\0def', 'abc', 'NUL + d + e + f at the end were lost'],
  ['a%41', 'aA', '"%41" became "A"'],
  ['a\\nb', 'a\nb', '"\\\\n" became a LF'],
  ['ab', 'ab!', '"!" at the end was added'],
  ['a b', 'a  b', 'a space was added'],
  ['x'.repeat(100), 'x'.repeat(60), 'all behind its character 60 was lost'],
  ['abc', '', 'all of it was lost'],
  ['abc', undefined, 'nothing of it was seen'],
  ['abc', 'abc', 'nothing was changed'],
  ['\u2028\u2029\u0085\v\f', 'x', 'U+2028 + U+2029 + U+0085 + U+000B + … became "x"'],
])('%j as %j: %s', (sent, seen, words) => {
  expect(changeWords(sent, seen)).toBe(words);
});

describe('shrinking', () => {
  const changedBy = (mistake: (text: string) => string) => async (text: string) => mistake(text) !== text;

  test.each<[string, string, (text: string) => string, string]>([
    ['a tab among words', 'some words\tand others', (text) => text.replaceAll('\t', '    '), '\t'],
    ['one of two quotes', '"quoted" text', (text) => text.replace('"', ''), '"'],
    ['a %s', 'words %s words', (text) => text.replaceAll('%s', 'x'), '%s'],
    ['what is too long', 'x'.repeat(40), (text) => text.slice(0, 19), 'x'.repeat(20)],
  ])('%s', async (_, value, mistake, smallest) => {
    expect(await smallestChanged(value, changedBy(mistake), 100)).toBe(smallest);
  });

  test('tries no more often than it may', async () => {
    let trials = 0;

    await smallestChanged('x'.repeat(1000), async () => {
      trials += 1;
      return false;
    });

    expect(trials).toBe(16);
  });
});

test.each([
  [1000n, 0n, 300n],
  [1000n, 300n, 300n],
  [7n, 0n, 7n],
  [7n, 7n, 7n],
])('the smallest number of %s that is still too much, no less than %s, is %s', async (number, least, smallest) => {
  expect(await smallestNumber(number, least, async (candidate) => candidate >= smallest)).toBe(smallest);
});

test('the smallest part of a list may be nothing at all', async () => {
  expect(await smallestPart([1, 2, 3], async () => true)).toEqual([]);
  expect(await smallestPart([1, 2, 3, 4], async (part) => part.includes(3) && part.includes(1))).toEqual([1, 3]);
});
