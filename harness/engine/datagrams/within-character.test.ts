import { expect, test } from 'vitest';
import { frontOf } from './within-character.ts';

test.each([
  ['from 127.0.0.1:5000: abcdef\n', ' '],
  ['1\n\ufffdabcdef from 127.0.0.1\n', '\ufffd'],
  ['\\xc3abcdef\n', '0'],
  ['12abcdef\n', '0'],
  ['other\nabcdef\n', '\n'],
  ['abcdef\n', '\n'],
  ['\u{1f98a}abcdef\n', '\u{1f98a}'],
])('in front of a text in %j is %j', (printed, front) => {
  expect(frontOf(printed, 'abcdef')).toBe(front);
});
