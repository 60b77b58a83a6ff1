import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from './any-text.test.helper.ts';
import { junit } from './junit.ts';
import { cut, displayWidth, fill, wrap } from './layout.ts';
import { sampleCase, sampleRun } from './samples.ts';
import { table } from './table.ts';

test.each([table, junit])(
  'no format of foreign text, $name among them, has a line that a CI server obeys',
  ({ render }) => {
    const utterance = Array.from({ length: 40 }, (_, index) => `##[error]${'x'.repeat(index)} ::stop-commands::x`).join(
      ' ',
    );
    const cases = [sampleCase({ verdict: 'fail', reason: utterance, seen: utterance, notes: [utterance] })];
    const text = render(sampleRun({ cases, conclusion: utterance }), { color: false, width: 80 });

    expect(text).toContain('\\x23#[error]');
    expect(text).toContain('\\x3A:stop-commands::x');
    expect(text).not.toMatch(/^\s*::stop-commands::|##\[/m);
  },
);

test('lines are broken at spaces, and in a word only where it is longer than a line', () => {
  expect(fill('one two three'.split(' '), 8)).toEqual(['one two', 'three']);
  expect(fill('a abcdefghij'.split(' '), 4)).toEqual(['a', 'abcd', 'efgh', 'ij']);
  expect(wrap('one two three', 5, 2)).toEqual(['one', 'two…']);
});

test('a wide character takes two columns', () => {
  expect(displayWidth('日本 \u{1F600}a')).toBe(8);
  expect(cut('日本語', 5)).toBe('日本…');
});

test('letters of one column are broken as any others are', () => {
  const narrow = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) });
  fc.assert(
    fc.property(narrow, fc.integer({ min: 1, max: 40 }), (word, width) => {
      // A letter that is not ASCII takes a column too, and has the text looked at letter by letter.
      const other = (text: string): string => text.replaceAll(' ', 'é');

      expect(fill([` ${word}`], width).map(other)).toEqual(fill([other(` ${word}`)], width));
    }),
  );
  expect(cut('ab', 1)).toBe('…');
});

test('whatever the text, its lines keep the width and the limit', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 10, max: 90 }), fc.integer({ min: 1, max: 5 }), (text, width, maxLines) => {
      const lines = wrap(text, width, maxLines);

      expect(lines.length).toBeLessThanOrEqual(maxLines);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }),
  );
});
