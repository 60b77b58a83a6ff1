import type { Family } from './families.ts';
import { WIDE, wideRuns } from './wide.ts';

/** A row of the table: what is special about a text, and how it is made of two words. */
export interface TextRow {
  readonly family: Family;
  readonly label: string;
  readonly make: (first: string, second: string) => string;
}

/** Rows whose special part stands between two words. */
function inner(family: Family, parts: readonly (readonly [label: string, part: string])[]): readonly TextRow[] {
  return parts.map(([label, part]) => ({ family, label, make: (first, second) => `${first}${part}${second}` }));
}

const spaces: readonly TextRow[] = [
  { family: 'spaces', label: 'a leading space', make: (word) => ` ${word}` },
  { family: 'spaces', label: 'a trailing space', make: (word) => `${word} ` },
  { family: 'spaces', label: 'spaces at both ends', make: (word) => `   ${word}   ` },
  { family: 'spaces', label: 'doubled spaces', make: (first, second) => `${first}  ${second}` },
  { family: 'spaces', label: 'only spaces', make: () => '   ' },
  { family: 'spaces', label: 'a leading tab', make: (word) => `\t${word}` },
  { family: 'spaces', label: 'an inner tab', make: (first, second) => `${first}\t${second}` },
  { family: 'spaces', label: 'a trailing tab', make: (word) => `${word}\t` },
  ...inner('spaces', [
    ['U+00A0 within', '\u00a0'],
    ['U+3000 within', '\u3000'],
  ]),
  { family: 'spaces', label: 'U+00A0 at both ends', make: (word) => `\u00a0${word}\u00a0` },
  { family: 'spaces', label: 'U+3000 at both ends', make: (word) => `\u3000${word}\u3000` },
];

const controls: readonly TextRow[] = [
  ...inner('controls', [
    ['NUL within', '\0'],
    ['BEL within', '\x07'],
    ['BS within', '\b'],
    ['VT within', '\v'],
    ['FF within', '\f'],
    ['SUB within', '\x1a'],
    ['EOT within', '\x04'],
    ['ESC within', '\x1b'],
    ['FS, GS and RS within', '\x1c\x1d\x1e'],
    ['DEL within', '\x7f'],
    ['C1 within', '\u0080\u009f'],
    ['CR within', '\r'],
  ]),
  { family: 'controls', label: 'NUL in front', make: (word) => `\0${word}` },
  { family: 'controls', label: 'CR at the end', make: (word) => `${word}\r` },
];

const lineEnds = inner('line ends of others', [
  ['U+0085', '\u0085'],
  ['U+2028', '\u2028'],
  ['U+2029', '\u2029'],
]);

const syntax: readonly TextRow[] = [
  ...inner('syntax of others', [
    ['%s', '%s'],
    ['%n', '%n'],
    ['%d', '%d'],
    ['%%', '%%'],
    ['%41', '%41'],
    ['a + for a space', '+'],
    ['\\n in two characters', '\\n'],
    ['\\t in two characters', '\\t'],
    ['\\x41 in four characters', '\\x41'],
    ['\\u0041 in six characters', '\\u0041'],
    ['two backslashes', '\\\\'],
    ['{0}', '{0}'],
    ['{}', '{}'],
    ['{{ and }}', '{{x}}'],
    ['$(…)', '$(x)'],
    ['backquotes', '`x`'],
    ['$HOME', '$HOME '],
    ['a semicolon', '; '],
    ['&&', ' && '],
    ['a pipe', ' | '],
    ['<b> and &amp;', '<b>&amp;</b>'],
    ['double quotes', '"x"'],
    ['single quotes', "'x'"],
    ['one double quote', '"'],
    ['one single quote', "'"],
    ['//', '//'],
    ['a #', ' # '],
    ['a comma', ', '],
    ['a colon', ': '],
    ['an equals sign', '='],
    ['JSON', '{"x":[1,null]}'],
    ['an asterisk and a question mark', ' * ? '],
    ['brackets', '[31m(x)'],
  ]),
  { family: 'syntax of others', label: 'a # in front', make: (word) => `#${word}` },
  { family: 'syntax of others', label: 'a // in front', make: (word) => `//${word}` },
  { family: 'syntax of others', label: 'a - in front', make: (word) => `-${word}` },
  { family: 'syntax of others', label: 'a -- in front', make: (word) => `--${word}` },
  { family: 'syntax of others', label: 'a ; in front', make: (word) => `;${word}` },
  { family: 'syntax of others', label: 'a dot in front', make: (word) => `.${word}` },
  { family: 'syntax of others', label: 'in double quotes', make: (word) => `"${word}"` },
  { family: 'syntax of others', label: 'in single quotes', make: (word) => `'${word}'` },
  { family: 'syntax of others', label: 'a % at the end', make: (word) => `${word}%` },
  { family: 'syntax of others', label: 'a backslash at the end', make: (word) => `${word}\\` },
  { family: 'syntax of others', label: 'a ; at the end', make: (word) => `${word};` },
  { family: 'syntax of others', label: 'a comma at the end', make: (word) => `${word},` },
];

/** Whole texts that other programs take for a command, for the end, or for a number that they write in a way of their own. */
export const wholeTexts: readonly (readonly [label: string, value: string])[] = [
  ...['quit', 'QUIT', 'exit', 'bye', 'end', 'EOF', 'null', 'true'].map((word) => [`the word ${word}`, word] as const),
  ['a dot alone', '.'],
  ['two dots alone', '..'],
  ['a hyphen alone', '-'],
  ['a number with zeros in front', '007'],
  ['a number with an exponent', '1e3'],
  ['a hexadecimal number', '0x1F'],
  ['a number with a plus', '+5'],
  ['a fraction with a zero at its end', '1.50'],
];

/**
 * Octets of one text of characters of one length; longer than the buffers that programs read into, most of which have 64 KiB
 * at most, and no longer than lines may be.
 */
const BORDER_OCTETS = 84_000;

const unicode: readonly TextRow[] = [
  { family: 'Unicode', label: 'a BOM in front', make: (word) => `\ufeff${word}` },
  ...inner('Unicode', [
    ['a BOM within', '\ufeff'],
    ['NFC', 'é\u1e69'.normalize('NFC')],
    ['NFD', 'e\u0301s\u0323\u0307'],
    ['compatibility: U+212B and U+2126', '\u212b\u2126'],
    ['a ligature', '\ufb01'],
    ['full-width forms', '\uff21\uff11'],
    ['superscript and fraction', '\u00b2\u00bd'],
    ['combining marks', 'a\u0308\u0332'],
    ['letters whose case differs in length', '\u00df\u0130\u0131'],
    ['right-to-left letters', '\u05e9\u05dc\u05d5\u05dd'],
    ['a right-to-left mark', '\u200f'],
    ['a zero-width space', '\u200b'],
    ['a soft hyphen', '\u00ad'],
    ['emoji with joiners', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
    ['an emoji with a variation selector', '\u2764\ufe0f'],
    ['a flag', '\u{1f1eb}\u{1f1ee}'],
    ['U+FFFD', '\ufffd'],
    ['characters of 2, 3 and 4 octets', '\u00f6\u8a9e\u{1f98a}'],
  ]),
  ...['\u00f6', WIDE, '\u{1f98a}'].map((character) => ({
    family: 'Unicode' as const,
    label: `characters of ${Buffer.byteLength(character)} octets at every buffer border`,
    make: (word: string) => `${word}${wideRuns(character, BORDER_OCTETS)}`,
  })),
];

/** Every row but those that need more than one value, in the order in which they are sent. */
export const textRows: readonly TextRow[] = [...spaces, ...syntax, ...unicode, ...controls, ...lineEnds];

/** Characters of which a further text of each family is drawn. */
export const alphabets: readonly (readonly [family: Family, characters: readonly string[]])[] = [
  ['spaces', [' ', '\t', '\u00a0', '\u3000', '\u2003', 'x']],
  ['controls', [...'\x01\x02\x05\x07\x0e\x1b\x7f', '\u0081', 'x']],
  ['syntax of others', [...'!"#$%&\'()*+,-.:;<=>?@[\\]^_`{|}~nx0']],
  ['Unicode', [...'\u00e5\u0142\u03a9\u0416\u05d0\u0e01\u3042\u8a9e\uac00', '\u{1f98a}', '\u{10348}', 'o\u0302']],
];

/** Lengths, in octets, about those that buffers and counters have. */
export const lengths: readonly number[] = [
  0, 1, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1023, 1024, 1025, 4095, 4096, 4097, 65_535, 65_536, 65_537, 100_001,
  1_048_577,
];
