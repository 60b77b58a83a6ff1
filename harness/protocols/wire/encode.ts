import type { Description, Field, Form, Shape, Value, WireMessage } from '../../contracts/wire.ts';
import { shapeOf } from './decode.ts';
import { isDerived, measuredBy } from './layout.ts';
import { isNumber, numberOctets } from './numbers.ts';
import { indexOfOctets, joined, matching, utf8 } from './octets.ts';
import { compilePattern, isPattern } from './pattern.ts';
import { CRLF } from './values.ts';

/** A message that cannot be sent, and the field that hinders it. */
export class Unsendable extends RangeError {
  override readonly name = 'Unsendable';
  /** Field names and indexes down to the field, as in a span. */
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

export interface EncodeOptions {
  /** Whether limits and legal values are kept: true unless a peer is to be told what it must refuse. */
  readonly areLimitsKept?: boolean;
  /** The most octets of the whole message. */
  readonly mostOctets?: number;
}

/** What is sent at once, in octets: 64 MiB, four times the largest message of a law. */
const MOST_OCTETS = 64 * 1024 * 1024;

/**
 * The octets of a message; numbers that measure others are worked out. Throws an Unsendable for values that the description
 * cannot express, or that break its limits.
 */
export function encode(
  description: Description,
  message: string,
  said: WireMessage,
  options: EncodeOptions = {},
): Uint8Array {
  const { areLimitsKept = true, mostOctets = MOST_OCTETS } = options;
  let left = mostOctets;
  const spend = (octets: Uint8Array, path: string): Uint8Array => {
    left -= octets.length;
    if (left < 0) throw new Unsendable(path, `expected a message of at most ${mostOctets} octets, found more`);
    return octets;
  };
  return encodeShape({ description, areLimitsKept, spend }, shapeOf(description, message), said, '');
}

interface Encoder {
  readonly description: Description;
  readonly areLimitsKept: boolean;
  /** Counts octets of fields. Throws where there are too many, before they are joined. */
  readonly spend: (octets: Uint8Array, path: string) => Uint8Array;
}

function encodeShape(encoder: Encoder, shape: Shape, said: WireMessage, path: string): Uint8Array {
  if (shape.kind === 'fields') return encodeFields(encoder, shape.fields, said, path);
  const found = shape.cases.find(({ key }) => key === said.case);
  if (found === undefined)
    throw new Unsendable(`${path}switch`, `expected one of ${shape.cases.map(({ key }) => key).join(', ')}`);
  const octets = joined([found.octets, encodeFields(encoder, found.fields, said, path)]);
  const other = shape.cases.find(
    (one) => one.octets.length > found.octets.length && matching(octets, one.octets, 0) === one.octets.length,
  );
  if (other === undefined) return octets;
  throw new Unsendable(
    `${path}switch`,
    `expected octets of ${JSON.stringify(found.key)}, found those of ${JSON.stringify(other.key)}`,
  );
}

function encodeFields(encoder: Encoder, fields: readonly Field[], { values }: WireMessage, path: string): Uint8Array {
  const parts = new Map<Field, Uint8Array>();
  // From the last to the first: what a number measures stands behind it.
  for (const field of fields.toReversed()) {
    const here = path + field.name;
    const value = isDerived(field) ? measured(field, fields, values, parts) : values.get(field.name);
    parts.set(field, encoder.spend(encodeField(encoder, field, value ?? ifAny(field), here), here));
  }
  for (const field of fields) if (encoder.areLimitsKept) keepLimit(field, fields, parts, path + field.name);
  return joined(fields.map((field) => parts.get(field) ?? new Uint8Array()));
}

function measured(
  { measures, ...field }: Field,
  fields: readonly Field[],
  values: ReadonlyMap<string, Value>,
  parts: ReadonlyMap<Field, Uint8Array>,
): Value | undefined {
  if (measures === undefined) return undefined;
  if (measures.kind === 'count') {
    const many = values.get(measures.of);
    return BigInt(Array.isArray(many) ? many.length : 0);
  }
  return BigInt(octetsOf(measuredBy({ ...field, measures }, fields), parts) + measures.plus);
}

function octetsOf(fields: readonly Field[], parts: ReadonlyMap<Field, Uint8Array>): number {
  return fields.reduce((sum, field) => sum + (parts.get(field)?.length ?? 0), 0);
}

/** What is sent for a field that nobody compares, where no value is given. */
function ifAny({ form, isAny, characters, legal }: Field): Value | undefined {
  if (!isAny) return undefined;
  if (form.kind === 'number' || form.kind === 'varint' || form.kind === 'digits') return legal?.[0] ?? 0n;
  if (form.kind === 'many') return [];
  if (form.kind === 'text' && form.end.by === 'size') return ' '.repeat(form.end.octets);
  if (form.kind === 'bytes' && form.end.by === 'size') return new Uint8Array(form.end.octets);
  return form.kind === 'lines' ? undefined : ' '.repeat(characters?.least ?? 0);
}

function encodeField(encoder: Encoder, field: Field, value: Value | undefined, path: string): Uint8Array {
  const { form } = field;
  if (form.kind === 'literal') return form.octets;
  if (value === undefined) throw new Unsendable(path, 'expected a value, found none');
  if (isNumber(field)) {
    if (typeof value !== 'bigint') throw new Unsendable(path, 'expected a number, found something else');
    if (encoder.areLimitsKept && field.legal !== undefined && !field.legal.includes(value)) {
      throw new Unsendable(path, `expected one of ${field.legal.join(', ')}, found ${value}`);
    }
    return sendable(path, () => numberOctets(field.form, value));
  }
  if (form.kind === 'many')
    return joined(
      itemsOf(value, path).map((item, index) => {
        return encodeShape(encoder, shapeOf(encoder.description, form.message), item, `${path}[${index}].`);
      }),
    );
  if (form.kind === 'lines') return encodeLines(form.last, linesOf(value, path), path);
  if (form.kind === 'number' || form.kind === 'varint' || form.kind === 'digits')
    throw new Unsendable(path, 'expected a number');
  const octets = runOf(value, form.kind, path);
  if (encoder.areLimitsKept) keepCharacters(field, octets, path);
  return ended(form, octets, path);
}

function sendable(path: string, octets: () => Uint8Array): Uint8Array {
  try {
    return octets();
  } catch (error) {
    throw error instanceof RangeError ? new Unsendable(path, error.message) : error;
  }
}

function itemsOf(value: Value, path: string): readonly WireMessage[] {
  const items = Array.isArray(value) ? value.filter((item) => typeof item !== 'string') : undefined;
  if (items === undefined || !Array.isArray(value) || items.length < value.length)
    throw new Unsendable(path, 'expected messages, found something else');
  return items;
}

function linesOf(value: Value, path: string): readonly string[] {
  const lines = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
  if (lines === undefined || !Array.isArray(value) || lines.length < value.length)
    throw new Unsendable(path, 'expected lines, found something else');
  return lines;
}

function runOf(value: Value, kind: 'text' | 'bytes' | 'rest', path: string): Uint8Array {
  if (typeof value === 'string') return wellFormed(value, path);
  if (value instanceof Uint8Array && kind !== 'text') return value;
  throw new Unsendable(path, `expected ${kind === 'text' ? 'text' : 'octets'}, found something else`);
}

function wellFormed(text: string, path: string): Uint8Array {
  if (/\p{Surrogate}/u.test(text))
    throw new Unsendable(path, 'expected text that UTF-8 can express, found half a surrogate pair');
  return utf8(text);
}

/** The octets with what ends them; what would end them earlier cannot be sent. */
function ended(form: Extract<Form, { kind: 'text' | 'bytes' | 'rest' }>, octets: Uint8Array, path: string): Uint8Array {
  if (form.kind === 'rest' || form.end.by === 'field') return octets;
  if (form.end.by === 'size') {
    if (octets.length === form.end.octets) return octets;
    throw new Unsendable(path, `expected ${form.end.octets} octets, found ${octets.length}`);
  }
  const whole = joined([octets, form.end.octets]);
  if (indexOfOctets(whole, form.end.octets, 0, whole.length) === octets.length) return whole;
  throw new Unsendable(path, 'expected octets without those that end them, found them inside');
}

function encodeLines(last: string, lines: readonly string[], path: string): Uint8Array {
  const pattern = compilePattern(last);
  const isLast = (line: string): boolean => isPattern(pattern) && pattern.isFoundIn(line);
  const index = lines.findIndex(isLast);
  if (index === -1) throw new Unsendable(path, `expected a last line that matches ${last}, found none`);
  if (index < lines.length - 1)
    throw new Unsendable(path, `expected no line but the last to match ${last}, found line ${index + 1}`);
  return joined(
    lines.map((line) => {
      const octets = wellFormed(line, path);
      return ended({ kind: 'text', end: { by: 'terminator', octets: CRLF } }, octets, path);
    }),
  );
}

function keepCharacters({ characters }: Field, octets: Uint8Array, path: string): void {
  if (characters === undefined) return;
  const count = [...new TextDecoder().decode(octets)].length;
  if (count >= characters.least && count <= characters.most) return;
  throw new Unsendable(path, `expected ${characters.least} to ${characters.most} characters, found ${count}`);
}

function keepLimit(field: Field, fields: readonly Field[], parts: ReadonlyMap<Field, Uint8Array>, path: string): void {
  const { form, measures, maxOctets } = field;
  if (maxOctets === undefined) return;
  const terminator =
    (form.kind === 'text' || form.kind === 'bytes') && form.end.by === 'terminator' ? form.end.octets.length : 0;
  const count =
    measures === undefined ? octetsOf([field], parts) - terminator : octetsOf(measuredBy(field, fields), parts);
  if (count > maxOctets) throw new Unsendable(path, `expected at most ${maxOctets} octets, found ${count}`);
}
