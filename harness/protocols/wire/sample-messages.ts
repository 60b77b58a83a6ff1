import type { Description, Expected, ExpectedMessage, Field, Shape, Value, WireMessage } from '../../contracts/wire.ts';
import { didYouMean } from '../../text/nearest.ts';
import { read } from './decode.ts';
import { encode, Unsendable } from './encode.ts';
import { filled } from './fill.ts';
import { isDerived } from './layout.ts';
import { isNumber } from './numbers.ts';
import { compilePattern, isPattern } from './pattern.ts';
import { type Complain, foundText, type MapNode, type Node, type ScalarNode, shortened } from './tree.ts';

/** Reads samples of messages, and notes where each value stands, by its path. */
export interface SampleReader {
  readonly messages: ReadonlyMap<string, Shape>;
  readonly complain: Complain;
}

/** A sample, and where its values stand. */
export interface PlacedSample {
  readonly message: WireMessage;
  readonly at: number;
  readonly places: ReadonlyMap<string, number>;
}

/** The most octets of a plain message: 1 MiB. */
const MOST_OCTETS = 1024 * 1024;

/** Reads a sample of one shape. Its values have the kinds of its fields; whether they can be sent is `checkSample`'s. */
export function readSample(reader: SampleReader, shape: Shape, node: Node): PlacedSample {
  const places = new Map<string, number>();
  return { message: readMessage(reader, shape, node, '', places), at: node.at, places };
}

/** Checks that a sample can be sent, and is read as it was meant. `answered` is the message whose fields it repeats. */
export function checkSample(
  description: Description,
  name: string,
  sample: PlacedSample,
  answered: WireMessage | undefined,
  complain: Complain,
): void {
  try {
    const message = echoing(description, name, filled(sample.message, { nonce: 'abcdefgh', fill: 'abcd' }), answered);
    const octets = encode(description, name, message, { mostOctets: MOST_OCTETS });
    const { decoded } = read(description, name, octets, true);
    if (decoded.kind === 'malformed')
      complain(sample.at, `expected a sample of ${name} that is read as it is sent, found: ${decoded.reason}`);
  } catch (error) {
    if (!(error instanceof Unsendable)) throw error;
    complain(sample.places.get(error.path) ?? sample.at, error.message);
  }
}

/** A message with the values that it repeats of the one that it answers. Throws an Unsendable where that has none. */
export function echoing(
  description: Description,
  name: string,
  message: WireMessage,
  answered: WireMessage | undefined,
): WireMessage {
  const shape = description.messages.get(name);
  const fields = shape === undefined ? [] : fieldsOf(shape, message.case);
  const echoes = fields
    .filter((field) => field.isEcho)
    .map((field): [string, Value] => {
      const value = answered?.values.get(field.name);
      if (value === undefined)
        throw new Unsendable(field.name, 'expected a message before it with this field, which it repeats, found none');
      return [field.name, value];
    });
  return { ...message, values: new Map([...message.values, ...echoes]) };
}

/** The fields of a message, or of one case of it. */
export function fieldsOf(shape: Shape, key: string | undefined): readonly Field[] {
  if (shape.kind === 'fields') return shape.fields;
  return shape.cases.find((one) => one.key === key)?.fields ?? [];
}

/** Reads what a message must be to count as a refusal. Fields that are not named may be anything. */
export function readExpected(reader: SampleReader, shape: Shape, node: Node): ExpectedMessage {
  const { key, fields, map } = caseOf(reader, shape, node);
  const expected = map.entries.map((entry): [string, Expected] => {
    const field = fieldNamed(fields, entry.key, entry.keyAt, reader.complain);
    const { value } = entry;
    const [, source] = (value.kind === 'scalar' ? /^\/(.*)\/$/s.exec(value.text) : undefined) ?? [];
    if (source === undefined || value.kind !== 'scalar')
      return [field.name, { value: readValue(reader, field, value, '', new Map()) }];
    const compiled = compilePattern(source);
    if (isPattern(compiled)) return [field.name, { pattern: source }];
    return reader.complain(
      value.at,
      `expected a regular expression, found ${shortened(source)}, which needs ${compiled.expected}`,
    );
  });
  return { ...(key === undefined ? {} : { case: key }), fields: new Map(expected) };
}

function readMessage(
  reader: SampleReader,
  shape: Shape,
  node: Node,
  path: string,
  places: Map<string, number>,
): WireMessage {
  const { key, fields, map } = caseOf(reader, shape, node);
  const { complain } = reader;
  const values = new Map<string, Value>();
  for (const { key: name, keyAt, value } of map.entries) {
    const field = fieldNamed(fields, name, keyAt, complain);
    if (isDerived(field))
      complain(
        keyAt,
        `expected no value of ${name}, which is ${field.measures === undefined ? 'always the same' : 'worked out'}, found one`,
      );
    if (field.isEcho) complain(keyAt, `expected no value of ${name}, which repeats that of the request, found one`);
    places.set(path + name, value.at);
    values.set(name, readValue(reader, field, value, path + name, places));
  }
  const missing = fields.find((field) => !isDerived(field) && !field.isEcho && !field.isAny && !values.has(field.name));
  if (missing !== undefined) complain(node.at, `expected a value of ${path}${missing.name}, found none`);
  return { ...(key === undefined ? {} : { case: key }), values };
}

function caseOf(
  { complain }: SampleReader,
  shape: Shape,
  node: Node,
): { key?: string; fields: readonly Field[]; map: MapNode } {
  if (node.kind !== 'map')
    return complain(node.at, `expected a map of the values of a message, found ${foundText(node)}`);
  if (shape.kind === 'fields') return { fields: shape.fields, map: node };
  const keys = shape.cases.map(({ key }) => key).join(', ');
  const [entry, second] = node.entries;
  if (entry === undefined || second !== undefined)
    return complain(node.at, `expected one of ${keys} with its fields, found ${node.entries.length} of them`);
  const found = shape.cases.find(({ key }) => key === entry.key);
  if (found === undefined) return complain(entry.keyAt, `expected one of ${keys}, found ${shortened(entry.key)}`);
  const { value } = entry;
  const isEmpty = value.kind === 'scalar' && value.isNull;
  const map = isEmpty ? { kind: 'map' as const, at: value.at, entries: [] } : value;
  if (map.kind !== 'map')
    return complain(value.at, `expected a map of the values of a message, found ${foundText(value)}`);
  return { key: found.key, fields: found.fields, map };
}

function fieldNamed(fields: readonly Field[], name: string, at: number, complain: Complain): Field {
  const field = fields.find((one) => one.name === name);
  if (field !== undefined) return field;
  const known = fields.filter((one) => !isDerived(one)).map((one) => one.name);
  return complain(
    at,
    `expected ${known.length === 0 ? 'no field' : `one of the fields ${known.join(', ')}`}, found ${shortened(name)}`,
  );
}

function readValue(reader: SampleReader, field: Field, node: Node, path: string, places: Map<string, number>): Value {
  const { complain } = reader;
  const { form, name } = field;
  if (form.kind === 'many') {
    if (node.kind !== 'list')
      return complain(node.at, `expected a list of messages in ${name}, found ${foundText(node)}`);
    const shape = reader.messages.get(form.message);
    if (shape === undefined) return complain(node.at, `expected messages of ${form.message}, found none described`);
    return node.items.map((item, index) => {
      places.set(`${path}[${index}].switch`, item.at);
      return readMessage(reader, shape, item, `${path}[${index}].`, places);
    });
  }
  if (form.kind === 'lines') {
    const lines = node.kind === 'list' ? node.items : [node];
    return lines.map((line) =>
      line.kind === 'scalar'
        ? textOf(line, complain)
        : complain(line.at, `expected a line of text in ${name}, found ${foundText(line)}`),
    );
  }
  if (node.kind !== 'scalar') return complain(node.at, `expected one value of ${name}, found ${foundText(node)}`);
  if (isNumber(field))
    return node.number ?? complain(node.at, `expected a number in ${name}, found ${foundText(node)}`);
  const [, hex] = /^hex((?:\s*[0-9a-f]{2})+)$/i.exec(node.text) ?? [];
  return hex === undefined || form.kind === 'text'
    ? textOf(node, complain)
    : Uint8Array.from(Buffer.from(hex.replace(/\s+/g, ''), 'hex'));
}

/**
 * The text of a sample. A placeholder that is misspelt would be sent as it stands, each time the same. Four letters that are near
 * to `fill` are a word of their own (file, kill).
 */
function textOf({ text, at }: ScalarNode, complain: Complain): string {
  for (const [placeholder] of text.matchAll(/\{[a-z]+\}/gi)) {
    const meant = didYouMean(placeholder, placeholder.length === '{fill}'.length ? ['{nonce}'] : ['{nonce}', '{fill}']);
    if (meant !== '') complain(at, `expected {nonce} or {fill}, found ${placeholder}${meant}`);
  }
  return text;
}
