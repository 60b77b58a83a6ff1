import type { End, Field, Form, Measure, NumberWidth } from '../../contracts/wire.ts';
import { isNumber } from './numbers.ts';
import { utf8 } from './octets.ts';
import { compilePattern, isPattern } from './pattern.ts';
import { refuseByName } from './refused.ts';
import { type Complain, type ScalarNode, shortened } from './tree.ts';
import { type Word, type Words, wordsOf } from './words.ts';

/** A field as it was said, before the other fields of its message are known. A field that says its end has the name ''. */
export interface SaidField {
  readonly field: Field;
  /** Where its name, its form and what it measures stand. */
  readonly at: number;
  readonly formAt: number;
  readonly measureAt: number;
  readonly echoAt: number;
}

/** The largest field of a fixed size, in octets: 1 MiB. A plain message has it whole in memory. */
const MOST_FIXED = 1024 * 1024;

/** The largest number of octets that a limit can name: the largest length of eight octets that is exact in a double. */
const MOST_LIMIT = Number.MAX_SAFE_INTEGER;

/** Reads what is said of one field: its form, then the rest in any order. */
export function readField(name: string, at: number, scalar: ScalarNode, complain: Complain): SaidField {
  const words = wordsOf(scalar, complain);
  const formAt = words.peek().at;
  let field: Field = { name, form: readForm(words, complain), isEcho: false, isAny: false };
  let [measureAt, echoAt] = [formAt, formAt];
  const said = new Set<string>();
  for (let word = words.next(); word.kind !== 'end'; word = words.next()) {
    const kind = word.text.includes('..') ? 'A..B characters' : word.text;
    if (said.has(kind)) complain(word.at, `expected '${kind}' of ${name} once, found it again`);
    said.add(kind);
    if (kind === 'length' || kind === 'count') measureAt = word.at;
    if (kind === 'echo') echoAt = word.at;
    field = withSaid(field, word, words, complain);
  }
  return { field, at, formAt, measureAt, echoAt };
}

function readForm(words: Words, complain: Complain): Form {
  const word = words.next();
  if (word.kind === 'quoted') {
    if (word.text === '') complain(word.at, 'expected at least one octet between the quotes, found none');
    return { kind: 'literal', octets: utf8(word.text) };
  }
  const [, bits, order] = /^u(8|16|24|32|64)(le)?$/.exec(word.text) ?? [];
  const width = widths[bits ?? ''];
  if (width !== undefined && !(width === 1 && order !== undefined)) {
    return { kind: 'number', width, isLittleEndian: order !== undefined };
  }
  if (word.text === 'hex') return { kind: 'literal', octets: readHex(words, complain) };
  if (word.text === 'varint' || word.text === 'rest') return { kind: word.text };
  if (word.text === 'digits') return { kind: 'digits', terminator: readUntil(words, complain) };
  if (word.text === 'text' || word.text === 'bytes') return { kind: word.text, end: readEnd(words, complain) };
  if (word.text === 'many') {
    return { kind: 'many', message: wordOf(words.next(), 'the name of a message', complain) };
  }
  if (word.text === 'lines') return readLines(words, complain);
  refuseByName(word, complain);
  return complain(word.at, `expected a form: ${FORMS}, found ${foundWord(word)}`);
}

const widths: Readonly<Record<string, NumberWidth>> = { 8: 1, 16: 2, 24: 3, 32: 4, 64: 8 };

const FORMS = `"octets", hex, u8 to u64, u16le to u64le, varint, digits, text, bytes, rest, many or lines`;

function readEnd(words: Words, complain: Complain): End {
  const word = words.peek();
  if (word.text === 'until') return { by: 'terminator', octets: readUntil(words, complain) };
  if (word.kind !== 'word' || !/^\d+$/.test(word.text)) return { by: 'field', field: '' };
  return { by: 'size', octets: readNumber(words.next(), 1, MOST_FIXED, 'a number of octets', complain) };
}

function readUntil(words: Words, complain: Complain): Uint8Array {
  expectWord(words.next(), 'until', complain);
  const word = words.next();
  if (word.text === 'hex' && word.kind === 'word') return readHex(words, complain);
  if (word.kind === 'quoted' && word.text !== '') return utf8(word.text);
  const octets = word.kind === 'word' ? terminators[word.text] : undefined;
  return (
    octets ??
    complain(
      word.at,
      `expected ${Object.keys(terminators).join(', ')}, hex or "octets" after until, found ${foundWord(word)}`,
    )
  );
}

const terminators: Readonly<Record<string, Uint8Array>> = {
  LF: utf8('\n'),
  CRLF: utf8('\r\n'),
  NUL: utf8('\0'),
  SP: utf8(' '),
};

function readHex(words: Words, complain: Complain): Uint8Array {
  const first = words.peek();
  let digits = '';
  while (/^[0-9a-f]+$/i.test(words.peek().text) && words.peek().kind === 'word') digits += words.next().text;
  if (digits === '') complain(first.at, `expected octets in hexadecimal after hex, found ${foundWord(first)}`);
  if (digits.length % 2 === 1)
    complain(first.at, `expected two hexadecimal digits an octet, found ${digits.length} of them`);
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

function readLines(words: Words, complain: Complain): Form {
  expectWord(words.next(), 'until', complain);
  const word = words.nextPattern();
  if (word.kind === 'end') complain(word.at, 'expected a regular expression after until, found nothing');
  const compiled = compilePattern(word.text);
  if (!isPattern(compiled)) {
    return complain(
      word.at,
      `expected a regular expression, found ${shortened(word.text)}, which needs ${compiled.expected}`,
    );
  }
  return { kind: 'lines', last: word.text };
}

function withSaid(field: Field, word: Word, words: Words, complain: Complain): Field {
  const { name, form } = field;
  const fits = (isFitting: boolean, what: string): void => {
    if (!isFitting) complain(word.at, `expected '${word.text}' of ${what} only, found it of ${name}`);
  };
  const [, least, most] = /^(\d+)\.\.(\d+)$/.exec(word.text) ?? [];
  if (word.kind === 'word' && least !== undefined && most !== undefined) {
    expectWord(words.next(), 'characters', complain);
    fits(form.kind === 'text', 'a text');
    const characters = { least: readNumber({ ...word, text: least }, 0, MOST_LIMIT, 'a number', complain), most: 0 };
    characters.most = readNumber({ ...word, text: most }, characters.least, MOST_LIMIT, 'a number', complain);
    return { ...field, characters };
  }
  switch (word.kind === 'word' ? word.text : '') {
    case 'length':
    case 'count': {
      fits(isNumber(field), 'a number');
      if (field.measures !== undefined) complain(word.at, `expected one of length and count of ${name}, found both`);
      return { ...field, measures: readMeasure(word.text === 'count' ? 'count' : 'length', words, complain) };
    }
    case 'echo':
      fits(isNumber(field) || form.kind === 'text' || form.kind === 'bytes', 'a number, a text or bytes');
      return { ...field, isEcho: true };
    case 'any':
      fits(form.kind !== 'literal', 'what may vary');
      return { ...field, isAny: true };
    case 'max': {
      const maxOctets = readNumber(words.next(), 0, MOST_LIMIT, 'a number of octets', complain);
      expectWord(words.next(), 'octets', complain);
      return { ...field, maxOctets };
    }
    case 'enum':
      fits(isNumber(field), 'a number');
      return { ...field, legal: readLegal(words, complain) };
  }
  refuseByName(word, complain);
  return complain(
    word.at,
    `expected length of, count of, echo, any, max, A..B characters or enum, found ${foundWord(word)}`,
  );
}

function readMeasure(kind: 'length' | 'count', words: Words, complain: Complain): Measure {
  expectWord(words.next(), 'of', complain);
  const word = words.next();
  const [, from, to, sum] = /^([a-z]\w*)(?:\.\.([a-z]\w*))?([+-]\d+)?$/i.exec(word.text) ?? [];
  if (from === undefined || word.kind !== 'word') {
    return complain(
      word.at,
      `expected a field${kind === 'length' ? ', or a..b,' : ''} after '${kind} of', found ${foundWord(word)}`,
    );
  }
  if (kind === 'count') {
    if (to !== undefined || sum !== undefined)
      complain(word.at, `expected one field after 'count of', found ${foundWord(word)}`);
    return { kind, of: from };
  }
  const plus = sum === undefined && /^[+-]\d+$/.test(words.peek().text) ? words.next() : { ...word, text: sum ?? '+0' };
  const size = readNumber({ ...plus, text: plus.text.slice(1) }, 0, 0xffff, 'a number of octets', complain);
  return { kind, from, to: to ?? from, plus: plus.text.startsWith('-') ? 0 - size : size };
}

function readLegal(words: Words, complain: Complain): readonly bigint[] {
  const legal: bigint[] = [];
  const first = words.peek();
  while (/^(\d+|0x[0-9a-f]+)$/i.test(words.peek().text) && words.peek().text.length <= 20)
    legal.push(BigInt(words.next().text));
  return legal.length > 0 ? legal : complain(first.at, `expected numbers after enum, found ${foundWord(first)}`);
}

function readNumber(word: Word, least: number, most: number, what: string, complain: Complain): number {
  const value = /^\d{1,20}$/.test(word.text) ? Number(word.text) : Number.NaN;
  if (value >= least && value <= most) return value;
  return complain(word.at, `expected ${what} from ${least} to ${most}, found ${foundWord(word)}`);
}

function wordOf(word: Word, what: string, complain: Complain): string {
  return word.kind === 'word' ? word.text : complain(word.at, `expected ${what}, found ${foundWord(word)}`);
}

function expectWord(word: Word, text: string, complain: Complain): void {
  if (word.kind !== 'word' || word.text !== text) complain(word.at, `expected '${text}', found ${foundWord(word)}`);
}

function foundWord(word: Word): string {
  return word.kind === 'end' ? 'nothing' : shortened(word.text);
}
