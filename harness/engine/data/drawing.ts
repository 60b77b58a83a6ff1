import type { Datum, Family, Origin } from './families.ts';
import { drawnFrom, lettersOf, wordsOf } from './letters.ts';
import { foreignNameRows, nameCharacters, plainNameRows } from './names.ts';
import { alphabets, lengths, type TextRow, textRows, wholeTexts } from './texts.ts';

/** What a protocol and a row allow in a text. Lengths count octets of UTF-8, characters are code points. */
export interface TextRule {
  /** All families of texts unless it names some. */
  readonly families?: readonly Family[];
  readonly minOctets?: number;
  readonly maxOctets?: number;
  readonly maxCharacters?: number;
  /** Characters that the protocol has for something else: as a class of a regular expression, with the flag `u`. */
  readonly without?: RegExp;
}

/** Octets of a text unless its rule says more, so that it fits into every buffer: long texts have rows of their own. */
const USUAL_OCTETS = 1000;

/** The texts that are longer than buffers, one for each length of a character, and nothing but the plain one beside them. */
export const acrossBuffers = {
  families: ['Unicode'],
  minOctets: 80_000,
  maxOctets: 90_000,
} as const satisfies TextRule;

/**
 * Texts of the families, each with words of its own, for one exchange: a plain one first, then each row of the table that
 * the rule allows, then one drawn from the alphabet of each family. The same origin draws the same texts.
 */
export function drawTexts(origin: Origin, rule: TextRule = {}): readonly Datum[] {
  const drawn = [...rowsOf(textRows, origin), ...drawnRows(origin), ...repeated(origin)];
  const { families } = rule;
  const wanted = families === undefined ? drawn : drawn.filter(({ family }) => families.includes(family));
  return [plainText(origin), ...wanted.filter(({ value }) => isLegal(value, rule))];
}

/** A plain text, and then each text that other programs take for something else as a whole: no word of the origin is in it. */
export function drawWhole(origin: Origin): readonly Datum[] {
  const rows = wholeTexts.map(([label, value]) => ({ family: 'syntax of others' as const, label, value, word: '' }));
  return [plainText(origin), ...rows];
}

/** Names each of which begins another one, the longest first. */
export function namesWithinNames(origin: Origin): readonly Datum[] {
  const [word = ''] = wordsOf(origin, 1, 'names within names');
  const labels = ['one that others begin', 'the front of the one before', 'the front of both'];
  return ['ab.b', 'a', ''].map((end, index) => ({
    family: 'names',
    label: labels[index] ?? '',
    word,
    value: `${word}${end}`,
  }));
}

/** Texts of the lengths that the rule allows, of letters alone: it names the longest, and by default the shortest is empty. */
export function drawLengths(origin: Origin, rule: TextRule): readonly Datum[] {
  return lengths.map((octets) => lengthOf(origin, octets)).filter(({ value }) => isLegal(value, rule));
}

/** Names of files: those that no program has a reason to refuse (`plain`), and those that other systems do not have. */
export function drawNames(origin: Origin, rule: TextRule, kind: 'plain' | 'foreign'): readonly Datum[] {
  const rows = kind === 'plain' ? plainNameRows : foreignNameRows;
  return rowsOf(rows, origin, 'names').filter(({ value }) => isLegal(value, rule));
}

/** Two names that differ by the case of their letters alone. */
export function namesOfOneCase(origin: Origin): readonly [Datum, Datum] {
  const [word = ''] = wordsOf(origin, 1, 'case');
  const label = 'case that differs only';
  return [
    { family: 'names', label, word, value: `${word}x.b` },
    { family: 'names', label, word, value: `${word}X.b` },
  ];
}

/** Names of so many characters, of one, two, three and four octets each. */
export function namesOfLength(origin: Origin, characters: number): readonly Datum[] {
  const words = wordsOf(origin, nameCharacters.length, `names of ${characters}`);
  return nameCharacters.map((character, index) => {
    const word = words[index] ?? '';
    return {
      family: 'names',
      label: `${characters} characters of ${octetsLabel(Buffer.byteLength(character))}`,
      word,
      value: `${word}${character.repeat(Math.max(0, characters - word.length))}`,
    };
  });
}

/** Whether a rule allows a text. */
export function isLegal(value: string, { minOctets = 0, maxOctets = USUAL_OCTETS, ...rule }: TextRule): boolean {
  const octets = Buffer.byteLength(value);
  const fits = octets >= minOctets && octets <= maxOctets && [...value].length <= (rule.maxCharacters ?? octets);
  return fits && rule.without?.test(value) !== true;
}

function plainText(origin: Origin): Datum {
  const [word = ''] = wordsOf(origin, 1, 'plain');
  return { family: 'plain', label: '', word, value: word };
}

function lengthOf(origin: Origin, octets: number): Datum {
  const value = lettersOf(origin, octets);
  return { family: 'length', label: octetsLabel(octets), word: value.slice(0, 12), value };
}

function rowsOf(rows: readonly TextRow[], origin: Origin, purpose = 'rows'): readonly Datum[] {
  const words = wordsOf(origin, 2 * rows.length, purpose);
  return rows.map(({ family, label, make }, index) => {
    const word = words[2 * index] ?? '';
    const value = make(word, words[2 * index + 1] ?? '');
    return { family, label, value, word: value.includes(word) ? word : '' };
  });
}

function drawnRows(origin: Origin): readonly Datum[] {
  const rows = alphabets.map(([family, alphabet]) => ({
    family,
    label: 'drawn at random',
    make: (first: string, second: string) => `${first}${drawnFrom(origin, family, alphabet)}${second}`,
  }));
  return rowsOf(rows, origin, 'drawn');
}

/** Texts that are wrong only beside the one before them. */
function repeated(origin: Origin): readonly Datum[] {
  const [word = '', long = '', more = ''] = wordsOf(origin, 3, 'repetition');
  const rows: readonly (readonly [label: string, word: string, value: string])[] = [
    ['the first of three that are the same', word, word],
    ['the same twice', word, word],
    ['the same three times', word, word],
    ['one that begins like the one before', word, `${word}${more}`],
    ['the front of the one before', word, word],
    ['a long one', long, `${long}${lettersOf(origin, 200, 'repetition')}`],
    ['a short one after a long one', more, more],
  ];
  return rows.map(([label, known, value]) => ({ family: 'repetition', label, word: known, value }));
}

function octetsLabel(octets: number): string {
  return `${octets.toLocaleString('en')} octet${octets === 1 ? '' : 's'}`;
}
