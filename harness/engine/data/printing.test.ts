import { expect, test } from 'vitest';
import { drawTexts } from './drawing.ts';
import { plainly, readBack } from './printing.ts';

test.each<[string, string]>([
  ['a\tb', 'a\\tb'],
  ['a\tb', 'a\\x09b'],
  ['a\tb', 'a^Ib'],
  ['a\0b', 'a\0b'],
  ['a\0b', 'a\\0b'],
  ['a\0b', 'a\\000b'],
  ['a\0b', 'a#000b'],
  ['a\0b', 'a\u2400b'],
  ['a\0b', 'a?b'],
  ['a\0b', 'ab'],
  ['a\x7fb', 'a^?b'],
  ['a\u0085b', 'a\\x85b'],
  ['a\u0085b', 'a\\xc2\\x85b'],
  ['a\u0085b', 'a\u0085b'],
  ['a\u2028b', 'a\u2028b'],
  ['a\u2028b', 'a\\u2028b'],
  ['a\u2028b', 'a<U+2028>b'],
  ['a\u200bb', 'a\\u200Bb'],
  ['a\u00f6b', 'a\\xc3\\xb6b'],
  ['a\u00f6b', 'a\\u00f6b'],
  ['a\u{1f98a}b', 'a\\ud83e\\udd8ab'],
  ['a\u{1f98a}b', 'a\\U0001f98ab'],
  ['a\u{1f98a}\u{1f98a}b', 'a\\u{1f98a}\\u{1f98a}b'],
  ['a\\b', 'a\\\\b'],
  ["a'b", "a\\'b"],
  ['a\u8a9e\u8a9eb', 'a\\xe8\\xaa\\x9e\\xe8\\xaa\\x9eb'],
  ['a\rb', 'a\\rb'],
  ['a\rb', 'a\rb'],
])('%j printed as %j is read back', (value, printed) => {
  expect(readBack(`=> ${printed}\n`, [value])).toBe(`=> ${plainly(value)}\n`);
});

test.each<[string, string]>([
  ['a\tb', 'a       b'],
  ['a\0b', 'a'],
  ['a\u00f6b', 'a?b'],
  ['a\u00f6b', 'ao\u0308b'],
  ['\ufeffa', 'a'],
  ['a\\tb', 'a\tb'],
  ['a\u2028b', 'a\nb'],
  ['a\u8a9e\u8a9eb', 'a\u8a9e\\xe8\\xaa\\x9eb'],
])('%j printed as %j is changed', (value, printed) => {
  expect(readBack(`=> ${printed}\n`, [value])).not.toContain(plainly(value));
});

test('every text of the table is read back as it is, and as Python shows octets', () => {
  const values = drawTexts({ seed: 1, nonce: 'abc' }).map(({ value }) => value);
  const asOctets = (text: string): string =>
    [...Buffer.from(text)]
      .map((octet) =>
        octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `\\x${octet.toString(16).padStart(2, '0')}`,
      )
      .join('')
      .replace(/\\(?!x)/g, '\\\\');

  for (const print of [(text: string) => text, asOctets]) {
    const printed = values.map((value) => `=> ${print(value)}\n`).join('');
    expect(readBack(printed, values)).toBe(values.map((value) => `=> ${plainly(value)}\n`).join(''));
  }
});
