import { describe, expect, test } from 'vitest';
import { contents, contentWords } from './contents.ts';

let words = 0;
const all = contents(() => {
  words += 1;
  return `word${String.fromCharCode(96 + (words % 26) + 1)}${String.fromCharCode(97 + Math.floor(words / 26))}x`;
});

/** Contents that a way of printing does not show as they were sent, by name. */
function changedBy(print: (text: string) => string): readonly string[] {
  return all.filter(({ text, pattern }) => !pattern.test(print(text))).map(({ name }) => name);
}

const line = (text: string): string => `from 127.0.0.1:4000: ${text}\n`;

describe('whatever can print them shows them', () => {
  test.each<[string, (text: string) => string]>([
    ['as they are', line],
    ['with the source behind', (text) => `=> ${text} (127.0.0.1)\n`],
    [
      'line by line',
      (text) =>
        text
          .split(/[\n\u2028]/)
          .map(line)
          .join(''),
    ],
    ['as a literal of JavaScript', (text) => line(JSON.stringify(text))],
    [
      'in ASCII, with escapes',
      (text) => line(text.replace(/[^ -~]/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`)),
    ],
    [
      'octet by octet',
      (text) => line(text.replace(/[^ -~]/gu, (one) => Buffer.from(one).toString('hex').replace(/../g, '\\x$&'))),
    ],
    ['with question marks', (text) => line(text.replace(/[^ -~\t\n]/gu, '?'))],
    ['with dots', (text) => line(text.replace(/[^ -~\t\n]/gu, '.'))],
    [
      'with pictures of controls',
      (text) => line(text.replace(/\p{Cc}/gu, (one) => String.fromCharCode(0x2400 + one.charCodeAt(0)))),
    ],
  ])('%s', (_, print) => {
    expect(changedBy(print)).toEqual([]);
  });
});

test.each<[string, (text: string) => string, readonly string[]]>([
  ['strips', (text) => text.trim(), ['spaces: leading ones', 'spaces: trailing ones']],
  [
    'collapses spaces',
    (text) => text.replace(/ +/g, ' '),
    ['spaces: leading ones', 'spaces: trailing ones', 'spaces: doubled ones'],
  ],
  ['shows tabs as spaces', (text) => text.replace('\t', '    '), ['spaces: an inner tab']],
  ['ends at NUL', (text) => text.split('\0')[0] ?? '', ['controls: NUL within']],
  ['shows the first line', (text) => text.split('\n')[0] ?? '', ['line ends: LF within']],
  [
    'is in ASCII alone',
    (text) => text.replace(/[\x80-\u{10ffff}]/gu, ''),
    ['line ends of others: U+2028 within', 'Unicode: characters of 2, 3 and 4 octets', 'Unicode: a combining mark'],
  ],
  ['formats', (text) => text.replace(/%[sn]/g, '(null)'), ['syntax of others: %s and %n']],
  ['reads markup', (text) => text.replaceAll('&amp;', '&'), ['syntax of others: markup and a command']],
  ['takes # for a comment', (text) => text.replace(/#.*/, ''), ['syntax of others: a # in front']],
  ['composes', (text) => text.normalize('NFC'), ['Unicode: a combining mark']],
])('a program that %s is found', (_, change, names) => {
  expect(changedBy((text) => line(change(text)))).toEqual(names);
});

test('what is shown instead is quoted', () => {
  const [plain] = all;
  if (plain === undefined) throw new Error('expected contents, found none');

  expect(contentWords(plain, '')).toBe(`plain: "${plain.text}" not shown as it was sent; nothing was printed`);
  expect(contentWords(plain, 'x\n')).toBe(`plain: "${plain.text}" not shown as it was sent; printed "x\\n"`);
});
