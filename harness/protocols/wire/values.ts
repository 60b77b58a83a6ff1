import { isUtf8 } from 'node:buffer';
import type { Decoded } from '../../contracts/codec.ts';
import type { End, Field, Value } from '../../contracts/wire.ts';
import { firstInvalidUtf8 } from '../../text/utf8.ts';
import { binaryValue, largest, MOST_DIGITS, type NumberForm, varintAt } from './numbers.ts';
import { indexOfOctets, matching } from './octets.ts';
import { compilePattern, isPattern } from './pattern.ts';

/** Where a field begins, and how far it may go. */
export interface Place {
  readonly octets: Uint8Array;
  /** No further octet will come. */
  readonly ended: boolean;
  readonly at: number;
  /** Offset that a length before it leaves to it; infinite without one. */
  readonly limit: number;
}

/** Octets that are no message, or not yet. */
export type Stop = Exclude<Decoded<never>, { kind: 'message' }>;

/** Something that was read. */
export interface Came<Read> {
  readonly value: Read;
  /** Offset behind it. */
  readonly end: number;
  /** How many octets at its end are its terminator. */
  readonly terminator?: number;
}

/** Whether reading ended before something was whole. */
export function isStop(came: Came<unknown> | Stop): came is Stop {
  return 'kind' in came;
}

/** Octets that are wrong, at the first of them. */
export function wrong(offset: number, reason: string): Stop {
  return { kind: 'malformed', reason, offset };
}

/** What is not whole yet, and wrong if nothing more comes. */
export function unfinished({ octets, ended }: Place, what: string): Stop {
  return ended ? wrong(octets.length, `the end came within ${what}`) : { kind: 'incomplete' };
}

/** Reads the octets of one field that is no `many`. `size` is what a length before it says. */
export function readValue(field: Field, place: Place, size: number): Came<Value> | Stop {
  const { form } = field;
  switch (form.kind) {
    case 'literal':
      return readLiteral(field, form.octets, place);
    case 'number':
    case 'varint':
    case 'digits':
      return legalNumber(field, readNumber(field, form, place), place);
    case 'text':
      return asText(field, readRun(field, form.end, place, size), place);
    case 'bytes':
      return readRun(field, form.end, place, size);
    case 'rest':
      return readRest(field, place);
    case 'lines':
      return readLines(field, form.last, place);
    case 'many':
      throw new RangeError(`${field.name} holds messages`);
  }
}

function readLiteral(field: Field, octets: Uint8Array, place: Place): Came<Value> | Stop {
  const { at, limit } = place;
  const count = matching(place.octets, octets, at);
  if (at + octets.length > limit) return wrong(at, beyond(field, limit));
  if (count === octets.length) return { value: octets, end: at + count };
  if (at + count === place.octets.length) return unfinished(place, field.name);
  const found = place.octets[at + count] ?? 0;
  return wrong(at + count, `expected 0x${hex(octets[count] ?? 0)} in ${field.name}, found 0x${hex(found)}`);
}

function readNumber(field: Field, form: NumberForm, place: Place): Came<bigint> | Stop {
  if (form.kind === 'digits') return readDigits(field, form.terminator, place);
  const { octets, at, limit } = place;
  if (form.kind === 'number') {
    const taken = take(field, form.width, place);
    return isStop(taken) ? taken : { value: binaryValue(taken.value, form.isLittleEndian), end: taken.end };
  }
  const found = varintAt(octets, at);
  if (found === 'too long') return wrong(at, `${field.name} is more than 2^64 - 1`);
  const end = at + (found?.length ?? octets.length - at);
  if (end > limit) return wrong(at, beyond(field, limit));
  return found === undefined ? unfinished(place, field.name) : { value: found.value, end };
}

function readDigits(field: Field, terminator: Uint8Array, place: Place): Came<bigint> | Stop {
  const { octets, at, limit } = place;
  let end = at;
  while (isDigit(octets[end]) && end < at + MOST_DIGITS) end += 1;
  const count = matching(octets, terminator, end);
  const behind = end + count;
  if (Math.min(behind, octets.length) > limit) return wrong(at, beyond(field, limit));
  if (behind < octets.length && count < terminator.length) return wrong(behind, notDigits(field, end - at));
  if (count < terminator.length)
    return end === at && count > 0 ? wrong(at, notDigits(field, 0)) : unfinished(place, field.name);
  if (end === at) return wrong(at, notDigits(field, 0));
  const value = BigInt(Buffer.from(octets.subarray(at, end)).toString('latin1'));
  if (value > largest({ kind: 'digits', terminator })) return wrong(at, `${field.name} is more than 2^64 - 1`);
  return { value, end: behind, terminator: count };
}

function notDigits({ name }: Field, count: number): string {
  if (count === MOST_DIGITS) return `${name} has more than ${MOST_DIGITS} digits`;
  return count === 0 ? `expected a decimal number in ${name}` : `expected a digit of ${name}, or what ends it`;
}

function isDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39;
}

function legalNumber(field: Field, came: Came<bigint> | Stop, { at }: Place): Came<bigint> | Stop {
  if (isStop(came) || field.legal === undefined || field.legal.includes(came.value)) return came;
  return wrong(at, `expected one of ${field.legal.join(', ')} in ${field.name}, found ${came.value}`);
}

/** Octets up to a terminator, or so many as a number says. */
function readRun(field: Field, end: End, place: Place, size: number): Came<Uint8Array> | Stop {
  if (end.by === 'terminator') return readUntil(field, end.octets, place);
  const count = end.by === 'size' ? end.octets : size;
  if (field.maxOctets !== undefined && count > field.maxOctets) return wrong(place.at, tooLong(field, field.maxOctets));
  return take(field, count, place);
}

function readUntil(field: Field, terminator: Uint8Array, place: Place): Came<Uint8Array> | Stop {
  const { octets, at, limit } = place;
  const most = mostOctets(field);
  const reach = Math.min(at + most + terminator.length, limit);
  const end = indexOfOctets(octets, terminator, at, reach);
  if (end !== -1)
    return { value: octets.subarray(at, end), end: end + terminator.length, terminator: terminator.length };
  if (limit <= octets.length && limit <= at + most + terminator.length) return wrong(at, beyond(field, limit));
  const begun = at + most + matching(octets, terminator, at + most);
  if (begun < octets.length) return wrong(at + most, tooLong(field, most));
  return unfinished(place, field.name);
}

/** The most octets of a field: of a text, four a character. */
function mostOctets({ maxOctets, characters }: Field): number {
  return Math.min(maxOctets ?? Number.POSITIVE_INFINITY, 4 * (characters?.most ?? Number.POSITIVE_INFINITY));
}

function readRest(field: Field, place: Place): Came<Uint8Array> | Stop {
  const { octets, at, ended } = place;
  const most = mostOctets(field);
  if (octets.length - at > most) return wrong(at + most, tooLong(field, most));
  return ended ? { value: octets.subarray(at), end: octets.length } : { kind: 'incomplete' };
}

function readLines(field: Field, last: string, place: Place): Came<Value> | Stop {
  const { octets, at, limit } = place;
  const most = at + mostOctets(field);
  const pattern = compilePattern(last);
  if (!isPattern(pattern)) throw new RangeError(`${last} is no regular expression`);
  const lines: string[] = [];
  for (let from = at; ; ) {
    const end = indexOfOctets(octets, CRLF, from, Math.min(most, limit));
    if (end === -1 && Math.min(most, limit) <= octets.length) {
      return limit < most ? wrong(at, beyond(field, limit)) : wrong(most, tooLong(field, most - at));
    }
    if (end === -1) return unfinished(place, field.name);
    const text = textOf(field, octets.subarray(from, end), from);
    if (typeof text !== 'string') return text;
    lines.push(text);
    if (pattern.isFoundIn(text)) return { value: lines, end: end + CRLF.length, terminator: CRLF.length };
    from = end + CRLF.length;
  }
}

/** What ends a line (RFC 5321 section 2.3.8 and many others). */
export const CRLF: Uint8Array = Uint8Array.of(0x0d, 0x0a);

function take(field: Field, count: number, place: Place): Came<Uint8Array> | Stop {
  const { octets, at, limit } = place;
  if (at + count > limit) return wrong(at, beyond(field, limit));
  if (at + count > octets.length) {
    const have = octets.length - at;
    return unfinished(place, have === 0 ? field.name : `${field.name}, after ${have} of ${count} octets`);
  }
  return { value: octets.subarray(at, at + count), end: at + count };
}

function asText(field: Field, came: Came<Uint8Array> | Stop, { at }: Place): Came<string> | Stop {
  if (isStop(came)) return came;
  const text = textOf(field, came.value, at);
  if (typeof text !== 'string') return text;
  const { characters } = field;
  const count = characters === undefined ? 0 : [...text].length;
  if (characters === undefined || (count >= characters.least && count <= characters.most))
    return { ...came, value: text };
  const bound = `${characters.least} to ${characters.most}`;
  return wrong(at + came.value.length, `expected ${bound} characters in ${field.name}, found ${count}`);
}

function textOf({ name }: Field, octets: Uint8Array, at: number): string | Stop {
  // The native check is a hundred times as fast as the search.
  if (isUtf8(octets)) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets);
  return wrong(at + (firstInvalidUtf8(octets) ?? 0), `${name} is not UTF-8`);
}

function beyond({ name }: Field, limit: number): string {
  return `${name} goes on beyond octet ${limit}, where the length before it ends`;
}

function tooLong({ name }: Field, most: number): string {
  return `expected at most ${most} octets in ${name}, found more`;
}

function hex(octet: number): string {
  return octet.toString(16).padStart(2, '0');
}
