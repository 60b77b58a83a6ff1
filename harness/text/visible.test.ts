import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inert, quoted, terminalLine, terminalText, visible, visibleJson } from './visible.ts';

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

test('on a terminal they become escapes too; text of several lines keeps its line ends and tabs', () => {
  expect(terminalLine('a\r\n\tö\u001b[31m\u009b\u2028\u202E')).toBe(
    'a\\u{d}\\u{a}\\u{9}ö\\u{1b}[31m\\u{9b}\\u{2028}\\u{202e}',
  );
  expect(terminalText('a\r\n\tö\u001b[31m\u009b\u2028')).toBe('a\\u{d}\n\tö\\u{1b}[31m\\u{9b}\\u{2028}');
});

test('quoted text is JSON, and one line', () => {
  expect(quoted('a "b"\n\u001b\u009b')).toBe('"a \\"b\\"\\n\\u001b\\u{9b}"');
});

test('JSON says the same as before', () => {
  const said = { text: 'a\u009b\u202E\uD800 \u{E0001} ##[error]', list: [1, '#'] };

  const json = visibleJson(JSON.stringify(said, undefined, 2));

  expect(JSON.parse(json)).toEqual(said);
  expect(json).toContain('"a\\u009b\\u202e\\ud800 \\udb40\\udc01 \\u0023#[error]"');
});

/** Every UTF-16 unit, lone surrogates and controls above all. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0xff })), { maxLength: 80 })
  .map((units) => String.fromCharCode(...units));

test.each([visible, terminalLine, quoted])(
  'whatever the text, $name leaves no character without a glyph',
  (harmless) => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(harmless(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  },
);

test('whatever the text, of several lines or in JSON, only line ends (and tabs) are left', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(terminalText(text)).not.toMatch(/(?![\n\t])[\p{C}\p{Zl}\p{Zp}]/u);
      expect(visibleJson(JSON.stringify({ text }, undefined, 2))).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/u);
    }),
  );
});
