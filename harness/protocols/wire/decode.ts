import type { Codec, Decoded } from '../../contracts/codec.ts';
import type { Description, Field, Shape, Span, SwitchCase, Value, WireMessage } from '../../contracts/wire.ts';
import { fixedOctets, leastOfFields, measuredBy } from './layout.ts';
import { matching } from './octets.ts';
import { type Came, isStop, type Place, readValue, type Stop, unfinished, wrong } from './values.ts';

/** What octets are, and which of them are which field, up to where they end or are wrong. */
export interface Reading {
  readonly decoded: ReturnType<Codec<WireMessage>['decode']>;
  readonly spans: readonly Span[];
}

/** Messages within messages: what a peer sends must not exhaust the stack. */
const DEPTH = 64;

/**
 * Reads one message of a description. `ended` says that no further octet will come: of a stream, or of a datagram. A text is
 * judged when it is whole, everything else at its first octet that is wrong. Throws a RangeError for an unknown message.
 */
export function read(description: Description, message: string, octets: Uint8Array, ended: boolean): Reading {
  const spans: Span[] = [];
  const place = { octets, ended, at: 0, limit: Number.POSITIVE_INFINITY };
  const came = readShape({ description, spans, depth: 0, path: '' }, shapeOf(description, message), place);
  const decoded: Decoded<WireMessage> = isStop(came)
    ? came
    : { kind: 'message', message: came.value, length: came.end };
  return { decoded, spans };
}

/** The shape of a message. Throws a RangeError where the description has no such message. */
export function shapeOf(description: Description, message: string): Shape {
  const shape = description.messages.get(message);
  if (shape === undefined) throw new RangeError(`expected a message of ${description.protocol}, found ${message}`);
  return shape;
}

/** What goes along with reading: the spans so far, and how deep in which message it is. */
interface Reader {
  readonly description: Description;
  readonly spans: Span[];
  readonly depth: number;
  /** What stands before the names of fields: '' or `items[2].`. */
  readonly path: string;
}

function readShape(reader: Reader, shape: Shape, place: Place): Came<WireMessage> | Stop {
  if (reader.depth > DEPTH) return wrong(place.at, `messages lie more than ${DEPTH} deep in each other`);
  if (shape.kind === 'fields') {
    const came = readFields(reader, shape.fields, place);
    return isStop(came) ? came : { value: { values: came.value }, end: came.end };
  }
  const found = findCase(shape.cases, place);
  if (isStop(found)) return found;
  const { value, end } = found;
  reader.spans.push({ path: `${reader.path}switch`, from: place.at, to: end, terminator: 0 });
  const came = readFields(reader, value.fields, { ...place, at: end });
  return isStop(came) ? came : { value: { case: value.key, values: came.value }, end: came.end };
}

function findCase(cases: readonly SwitchCase[], place: Place): Came<SwitchCase> | Stop {
  const { at, limit } = place;
  const here = place.octets.subarray(0, limit);
  const isCut = here.length === place.octets.length;
  let most = 0;
  for (const one of cases.toSorted((a, b) => b.octets.length - a.octets.length)) {
    const count = matching(here, one.octets, at);
    if (count === one.octets.length) return { value: one, end: at + count };
    if (isCut && !place.ended && at + count === here.length) return { kind: 'incomplete' };
    most = Math.max(most, count);
  }
  if (isCut && at + most === here.length) return unfinished(place, 'the first octets, which say what it is');
  return wrong(
    at + most,
    `expected one of ${cases.map(({ key }) => JSON.stringify(key)).join(', ')}, found something else`,
  );
}

/** A row of fields whose length a number has said. */
interface Row {
  readonly by: Field;
  readonly fields: readonly Field[];
  /** How many octets it is to have. */
  readonly octets: number;
  /** Offset of the number that said so. */
  readonly saidAt: number;
}

function readFields(reader: Reader, fields: readonly Field[], place: Place): Came<ReadonlyMap<string, Value>> | Stop {
  const values = new Map<string, Value>();
  const starts = new Map<Field, number>();
  const rows: Row[] = [];
  let { at } = place;
  for (const field of fields) {
    starts.set(field, at);
    const open = rows.filter((row) => row.fields.includes(field));
    const limit = Math.min(place.limit, ...open.map((row) => startOf(row, starts, at) + row.octets));
    const index = reader.spans.length;
    const here = { ...place, at, limit };
    const came =
      field.form.kind === 'many'
        ? readMany(reader, field, field.form.message, countOf(field, values, fields), here)
        : readValue(field, here, sizeOf(field, open, starts, at));
    reader.spans.splice(index, 0, spanOf(reader.path + field.name, field, here, came));
    if (isStop(came)) return came;
    values.set(field.name, came.value);
    const row = rowSaid(field, came.value, fields, at);
    if (row !== undefined && 'kind' in row) return row;
    if (row !== undefined) rows.push(row);
    at = came.end;
    const short = open.find((one) => one.fields.at(-1) === field && startOf(one, starts, at) + one.octets !== at);
    if (short !== undefined) {
      const found = at - startOf(short, starts, at);
      return wrong(short.saidAt, `${short.by.name} leaves ${short.octets} octets to its fields, which have ${found}`);
    }
  }
  const own = fields.filter((field) => field.form.kind !== 'literal' && field.measures === undefined);
  return { value: new Map(own.map(({ name }) => [name, values.get(name) ?? ''])), end: at };
}

function startOf({ fields: [first] }: Row, starts: ReadonlyMap<Field, number>, otherwise: number): number {
  return (first === undefined ? undefined : starts.get(first)) ?? otherwise;
}

/** The row that a length announces, where it can be kept. */
function rowSaid(field: Field, value: Value, fields: readonly Field[], saidAt: number): Row | Stop | undefined {
  const { measures, maxOctets, name } = field;
  if (measures?.kind !== 'length' || typeof value !== 'bigint') return undefined;
  const octets = Number(value) - measures.plus;
  const row = measuredBy(field, fields);
  const least = leastOfFields(row);
  if (octets < least)
    return wrong(saidAt, `${name} says ${value}, which leaves ${octets} octets to fields of at least ${least}`);
  if (maxOctets !== undefined && octets > maxOctets)
    return wrong(saidAt, `${name} says ${octets} octets, at most ${maxOctets} are allowed`);
  return { by: field, fields: row, octets, saidAt };
}

/** How many octets are left to a field whose length a number says, itself or as one of a row. */
function sizeOf({ form }: Field, open: readonly Row[], starts: ReadonlyMap<Field, number>, at: number): number {
  if ((form.kind !== 'text' && form.kind !== 'bytes') || form.end.by !== 'field') return 0;
  const by = form.end.field;
  const row = open.find((one) => one.by.name === by);
  if (row === undefined) return 0;
  const behind = row.fields
    .filter((field) => !starts.has(field))
    .reduce((sum, field) => sum + (fixedOctets(field) ?? 0), 0);
  return startOf(row, starts, at) + row.octets - behind - at;
}

function countOf({ name }: Field, values: ReadonlyMap<string, Value>, fields: readonly Field[]): bigint {
  const by = fields.find(({ measures }) => measures?.kind === 'count' && measures.of === name);
  const count = by === undefined ? undefined : values.get(by.name);
  return typeof count === 'bigint' ? count : 0n;
}

function readMany(reader: Reader, { name }: Field, message: string, count: bigint, place: Place): Came<Value> | Stop {
  const shape = shapeOf(reader.description, message);
  const messages: WireMessage[] = [];
  let { at } = place;
  // Each has at least one octet, so that this ends with the octets, whatever the count says.
  for (let index = 0; index < count; index += 1) {
    const path = `${reader.path}${name}[${index}].`;
    const came = readShape({ ...reader, depth: reader.depth + 1, path }, shape, { ...place, at });
    if (isStop(came)) return came;
    messages.push(came.value);
    at = came.end;
  }
  return { value: messages, end: at };
}

function spanOf(path: string, field: Field, { at, octets }: Place, came: Came<Value> | Stop): Span {
  if (isStop(came)) return { path, field, from: at, to: octets.length, terminator: 0 };
  const span = { path, field, from: at, to: came.end, terminator: came.terminator ?? 0 };
  return field.form.kind === 'literal' || field.form.kind === 'many' ? span : { ...span, value: came.value };
}
