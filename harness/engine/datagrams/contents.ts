import { count, quoted } from '../words.ts';

/** What a datagram holds beside letters, and how it may be shown. */
export interface Content {
  /** The family, and what is special about it, as a finding names it. */
  readonly name: string;
  readonly text: string;
  /** Matches the text wherever it is shown as it was sent; what cannot be printed, as a mark or an escape of any kind. */
  readonly pattern: RegExp;
}

/** A row of the table: how a text is made of two words of its own. */
type Row = readonly [name: string, make: (first: string, second: string) => string];

/**
 * What programs go wrong over who have tried letters alone. What a text holds stands between two words, or three times at one
 * end: a program's own line has a space before and behind it.
 */
const rows: readonly Row[] = [
  ['plain', (first) => first],
  ['repetition: the same twice', (first) => first],
  ['repetition: the same three times', (first) => first],
  ['repetition: one that begins like the one before', (first, second) => `${first}${second}`],
  ['spaces: leading ones', (first) => `   ${first}`],
  ['spaces: trailing ones', (first) => `${first}   `],
  ['spaces: doubled ones', (first, second) => `${first}  ${second}`],
  ['spaces: an inner tab', (first, second) => `${first}\t${second}`],
  ['controls: NUL within', (first, second) => `${first}\0${second}`],
  ['controls: BEL within', (first, second) => `${first}\x07${second}`],
  ['line ends: LF within', (first, second) => `${first}\n${second}`],
  ['line ends of others: U+2028 within', (first, second) => `${first}\u2028${second}`],
  ['syntax of others: %s and %n', (first, second) => `${first}%s%n${second}`],
  ['syntax of others: {0}', (first, second) => `${first}{0}${second}`],
  ['syntax of others: markup and a command', (first, second) => `${first}<b>&amp;$(x)${second}`],
  ['syntax of others: a # in front', (first) => `###${first}`],
  ['syntax of others: the word quit', () => 'quit'],
  ['syntax of others: the word bye', () => 'bye'],
  ['Unicode: characters of 2, 3 and 4 octets', (first, second) => `${first}\u00f6\u8a9e\u{1f98a}${second}`],
  ['Unicode: a combining mark', (first, second) => `${first}e\u0301${second}`],
];

/** The same words stand in all rows of a repetition, else each row has words of its own: a text tells which row it is of. */
export function contents(word: () => string): readonly Content[] {
  const [same, more] = [word(), word()];
  return rows.map(([name, make]) => {
    const text = /^plain|^repetition/.test(name) ? make(same, more) : make(word(), word());
    return { name, text, pattern: new RegExp([...text].map(wayOf).join(''), 'u') };
  });
}

/** How a content is shown instead, in words. */
export function contentWords({ name, text }: Content, printed: string): string {
  const seen = printed.trim() === '' ? 'nothing was printed' : `printed ${quoted(printed, 120)}`;
  return `${name}: ${quoted(text, 40)} not shown as it was sent; ${seen}`;
}

/** How the last of so many datagrams is not shown, in words. */
export function manyWords(number: number, fact: string): string {
  return `after ${count(number, 'datagram')}: ${fact}`;
}

/** An escape, or whatever stands for a character that cannot be printed: it begins with no letter, and has no space in it. */
const MARK = '[^\\p{L}\\p{M}\\p{N}\\s]\\S{0,15}?';

/** How one character may be shown. */
function wayOf(character: string): string {
  if (/[ -~]/.test(character)) return character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const itself = `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  // What follows a line end may stand on a line with a beginning of the program's own.
  if (character === '\n' || character === '\u2028')
    return `(?:${itself}|\\n)[^\\n]*?|${MARK}`.replace(/^(.*)$/s, '(?:$1)');
  const silent = character === '\x07' ? '|' : '';
  return `(?:${itself}|${MARK}${silent})`;
}
