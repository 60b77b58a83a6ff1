import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from './any-text.test.helper.ts';
import { junit } from './junit.ts';
import { cut, displayWidth, fill, wrap } from './layout.ts';
import { sampleCase, sampleRun } from './samples.ts';
import { table } from './table.ts';
import { inert, visible, visibleOctets } from './visible.ts';

test('printable text stays as it is, whatever its script', () => {
  expect(visible('größer \\ 日本語 \u{1F600} "quoted"')).toBe('größer \\ 日本語 \u{1F600} "quoted"');
});

test('characters that a terminal obeys become escapes', () => {
  expect(visible('\u001b[2J\u0007\r\n\t\u007f\u009b')).toBe('\\x1B[2J\\x07\\x0D\\x0A\\x09\\x7F\\x9B');
  expect(visible('\u202E\u2066\u2028\uFEFF\uD800\uFFFF')).toBe(
    '\\u{202E}\\u{2066}\\u{2028}\\u{FEFF}\\u{D800}\\u{FFFF}',
  );
});

test('commands that a CI server would obey are none; addresses stay as they are', () => {
  expect(inert('::error title=a:b::c\n  ::Stop-Commands::d\nx ::error::y ##[group]e')).toBe(
    '\\x3A:error title=a:b::c\n  \\x3A:Stop-Commands::d\nx ::error::y \\x23#[group]e',
  );
  expect(inert('::1\n::ffff:1.2.3.4 is\n#1 ## [')).toBe('::1\n::ffff:1.2.3.4 is\n#1 ## [');
});

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

test('octets are shown as text where they are mostly that', () => {
  expect(visibleOctets(Buffer.from('a.txt\n\0\0\n\0\n'))).toBe('"a.txt\\x0A\\x00\\x00\\x0A\\x00\\x0A"');
  expect(visibleOctets(Buffer.from('é'))).toBe('"é"');
  expect(visibleOctets(Buffer.from('caf\xe9', 'latin1'))).toBe('"caf\\xE9"');
  expect(visibleOctets(Uint8Array.of(0, 1, 255, 0x41))).toBe('00 01 ff 41');
});

test('a character cut off at the end of the kept octets turns no text into noise, and is shown', () => {
  expect(visibleOctets(Buffer.from('größe').subarray(0, 3))).toBe('"gr\\xC3"');
});

test('lines are broken at spaces, and in a word only where it is longer than a line', () => {
  expect(fill('one two three'.split(' '), 8)).toEqual(['one two', 'three']);
  expect(fill('a abcdefghij'.split(' '), 4)).toEqual(['a', 'abcd', 'efgh', 'ij']);
  expect(wrap('one two three', 5, 2)).toEqual(['one', 'two…']);
});

test('a wide character takes two columns', () => {
  expect(displayWidth('日本 \u{1F600}a')).toBe(8);
  expect(cut('日本語', 5)).toBe('日本…');
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
