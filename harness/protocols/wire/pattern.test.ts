import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern, isPattern } from './pattern.ts';

const found = (source: string, text: string): boolean => {
  const pattern = compilePattern(source);
  if (!isPattern(pattern)) throw new Error(`${source} needs ${pattern.expected}`);
  return pattern.isFoundIn(text);
};

/** Expressions of the dialect, as short as they go wrong. */
const atom = fc.constantFrom('a', 'b', '.', '\\d', '\\W', '[ab]', '[^a]', '[a-c1]', '^', '$', '\\.', '\\x61', ' ');
const expression: fc.Arbitrary<string> = fc.letrec<{ one: string }>((tie) => ({
  one: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    atom,
    fc.tuple(tie('one'), tie('one')).map(([a, b]) => a + b),
    fc.tuple(tie('one'), tie('one')).map(([a, b]) => `(${a}|${b})`),
    fc
      .tuple(tie('one'), fc.constantFrom('?', '*', '+', '{2}', '{0,2}', '{1,}', '*?'))
      .map(([a, sign]) => `(?:${a})${sign}`),
  ),
})).one;

test('every expression of the dialect matches what the runtime matches', () => {
  fc.assert(
    fc.property(
      expression,
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '.', '\n', '€'), maxLength: 8 }),
      (source, text) => {
        expect(found(source, text)).toBe(new RegExp(source, 'u').test(text));
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ['(', 0, "a ')'"],
  ['a)', 1, "a '('"],
  ['[a', 0, "a ']'"],
  ['*', 0, 'something that can be repeated'],
  ['a**', 2, 'something that can be repeated'],
  ['a{3,1}', 6, 'a range that goes up'],
  ['[b-a]', 1, 'a range that goes up'],
  ['\\', 0, 'a character behind the backslash'],
  ['\\1', 0, 'another escape'],
  ['(?<x>a)', 0, 'no looking around'],
  ['(?!a)', 0, 'no looking around'],
])('%s is told as wrong', (source, at, expected) => {
  expect(compilePattern(source)).toEqual({ at, expected: expect.stringContaining(expected) });
});
