import { describe, expect, test } from 'vitest';
import { drawTexts } from '../data/drawing.ts';
import type { Datum } from '../data/families.ts';
import { changedWords, dataShownFact, firstChanged } from './data-shown.ts';
import { shown } from './shown.ts';

const data = drawTexts({ seed: 1, nonce: 'abc' }, { without: /\r/ });
const prefixed = (show: (text: string) => string): string => data.map(({ value }) => `=> ${show(value)}\n`).join('');
const words = (printed: string, pattern?: RegExp): string => {
  const changed = firstChanged(printed, data, pattern);
  return changed === undefined ? 'nothing' : changedWords(changed);
};

test.each<[string, string, RegExp | undefined]>([
  ['bare lines', data.map(({ value }) => `${value}\n`).join(''), undefined],
  ['a prefix', prefixed((text) => text), undefined],
  ['a pattern', prefixed((text) => text), /^=> (?<text>.*)$/gm],
  ['CR LF', prefixed((text) => text).replaceAll('\n', '\r\n'), undefined],
  ['JSON', data.map(({ value }) => `got ${JSON.stringify(value)}.\n`).join(''), undefined],
])('all families are shown: %s', (_, printed, pattern) => {
  expect(dataShownFact(printed, data, pattern)).toBe(shown);
  expect(firstChanged(printed, data, pattern)).toBeUndefined();
});

describe('a mistake is told by its family, and by what it changed', () => {
  test.each<[string, (text: string) => string, RegExp]>([
    ['strip', (text) => text.trim(), /^spaces: a leading space: a leading space was lost \(" abc/],
    ['expandtabs', (text) => text.replaceAll('\t', '       '), /^spaces: a leading tab: a tab became 7 spaces/],
    ['NFC', (text) => text.normalize('NFC'), /^Unicode: NFD: e \+ U\+0301 \+ s \+ U\+0323 \+ … became/],
    [
      'comment',
      (text) => (text.startsWith('#') ? '' : text),
      /a # in front: (nothing of it was seen|all of it was lost)/,
    ],
    ['percent', (text) => text.replaceAll('%s', ''), /^syntax of others: %s: "%s" was lost/],
    ['BOM', (text) => text.replace(/^\ufeff/, ''), /^Unicode: a BOM in front: U\+FEFF in front was lost/],
    ['NUL', (text) => text.split('\0')[0] ?? '', /^controls: NUL within: NUL \+ a \+ b \+ c \+ … at the end were lost/],
    ['splitlines', (text) => text.replaceAll('\u2028', '\n=> '), /^line ends of others: U\+2028: /],
  ])('%s', (_, mistake, said) => {
    const printed = prefixed(mistake);

    expect(dataShownFact(printed, data)).not.toBe(shown);
    expect(words(printed)).toMatch(said);
  });

  test('the first of the data, where the second tells of the prefix', () => {
    const [bom, plain] = [{ family: 'Unicode' as const, label: 'a BOM', word: 'abc', value: '\ufeffabc' }, data[0]];
    const changed = plain === undefined ? undefined : firstChanged(`=> abc\n=> ${plain.value}\n`, [bom, plain]);

    expect(changed).toEqual({ datum: bom, seen: 'abc' });
  });

  test('a datum without a word of its own, of which nothing is left', () => {
    const [hash, plain] = [{ family: 'syntax of others' as const, label: '', word: '', value: '#' }, data[0]];
    const changed = plain === undefined ? undefined : firstChanged(`=> ${plain.value}\n`, [hash, plain]);

    expect(changed).toEqual({ datum: hash, seen: undefined });
  });

  test('an item that is shown once where it was sent twice', () => {
    const once = data.filter(({ value }, index): boolean => value !== data[index - 1]?.value);
    const printed = once.map(({ value }: Datum) => `=> ${value}\n`).join('');

    expect(dataShownFact(printed, data)).not.toBe(shown);
    expect(words(printed)).toContain('repetition: the same three times: shown fewer times than it was sent');
  });
});

test('a character that ends a line elsewhere is called by its own name', () => {
  const datum: Datum = { family: 'controls', label: 'CR', word: '', value: 'one\r' };

  expect(changedWords({ datum, seen: 'one' })).toBe('controls: CR: a trailing CR was lost ("one\\r" shown as "one")');
});
