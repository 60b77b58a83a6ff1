import fc from 'fast-check';
import { expect, test } from 'vitest';
import { literalPattern } from '../../text/quoting.ts';
import { looselyLike } from './loosely.ts';

test.each([
  ['', '', true],
  ['=> ', '=> ', true],
  ['=> ', '=>', false],
  ['12:00:59 (', '1:2:3 (', true],
  ['1', '', false],
  ['a1b', 'ab', false],
  ["'\\n", "'", true],
  ['\\r\\n', '', true],
  ['\\n', '\\n\\n', false],
  ['\\n\\n\\n', '\\n', true],
  ['\\r', '', false],
  ['\\\\n', '\\', true],
])('%j fits %j: %s', (text, line, fits) => {
  expect(looselyLike(text).fits(line)).toBe(fits);
});

test('tells where a front may end and where a rest may begin', () => {
  const like = looselyLike('1\\n');

  expect(like.frontEnds('123\\nx')).toEqual([1, 2, 3, 5]);
  expect(like.restBegins('x12\\n')).toEqual([1, 2]);
  expect(looselyLike('').frontEnds('x')).toEqual([0]);
  expect(looselyLike('').restBegins('x')).toEqual([1]);
});

/** The same as a regular expression, which is short enough here to be done with. */
function asPattern(text: string): string {
  return literalPattern(text)
    .replace(/\d+/g, '\\d+')
    .replace(/(?:\\\\r)?\\\\n/g, (lineEnd) => `(?:${lineEnd})?`);
}

test('agrees with a regular expression, whatever the text and the line', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '1', '2', '\\', 'n', 'r', '\\n', '\\r\\n'), maxLength: 8 });
  fc.assert(
    fc.property(text, text, (like, line) => {
      const ends = Array.from({ length: line.length + 1 }, (_, end) => end);
      const whole = new RegExp(`^${asPattern(like)}$`);
      const { fits, frontEnds, restBegins } = looselyLike(like);

      expect(fits(line)).toBe(whole.test(line));
      expect(frontEnds(line)).toEqual(ends.filter((end) => whole.test(line.slice(0, end))));
      expect(restBegins(line)).toEqual(ends.filter((begin) => whole.test(line.slice(begin))));
    }),
    { numRuns: 3000 },
  );
});
