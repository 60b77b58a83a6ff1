import type { Description, Field, Step, Value, WireMessage } from '../../harness/contracts/wire.ts';
import { smallestNumber, smallestPart } from '../../harness/engine/data/smallest.ts';
import { fieldsOf } from '../../harness/protocols/wire/sample-messages.ts';

/** A value of a plain message that can be another. */
export interface FreeValue {
  readonly message: string;
  readonly field: Field;
  readonly value: Value;
}

/** The values that the plain messages of the client, or of the server, have, those that are sent first: the first sample of each. */
export function freeValues(
  { dialogue, messages, plain }: Description,
  by: Step['by'] = 'client',
): readonly FreeValue[] {
  const said = dialogue.steps.flatMap((step) => (step.does === 'sends' && step.by === by ? [step.message] : []));
  return [...new Set(said)].flatMap((message) => {
    const [sample] = plain.get(message) ?? [];
    const shape = messages.get(message);
    return (shape === undefined ? [] : fieldsOf(shape, sample?.case)).flatMap((field) => {
      const value = sample?.values.get(field.name);
      return value === undefined ? [] : [{ message, field, value }];
    });
  });
}

/** The description with another value in the first sample of a message. */
export function withValue(description: Description, { message, field }: FreeValue, value: Value): Description {
  const [sample, ...others] = description.plain.get(message) ?? [];
  if (sample === undefined) return description;
  const changed: WireMessage = { ...sample, values: new Map(sample.values).set(field.name, value) };
  return { ...description, plain: new Map(description.plain).set(message, [changed, ...others]) };
}

/** The description with another first sample of a message, and no further one. */
export function withSample(description: Description, message: string, sample: WireMessage): Description {
  return { ...description, plain: new Map(description.plain).set(message, [sample]) };
}

/** A placeholder of a sample that stays, since a law needs it. */
export type Placeholder = '{nonce}' | '{fill}';

/** The smallest value that a field may have, whatever it then says; of its placeholders these stay. */
export function leastValue({ field, value }: FreeValue, kept: ReadonlySet<string>): Value {
  const { legal, characters, form } = field;
  if (typeof value === 'bigint') return (legal ?? [0n]).reduce((least, one) => (one < least ? one : least));
  if (typeof value === 'string') {
    const staying = pieces(value).filter((piece) => kept.has(piece));
    const others = pieces(value).filter((piece) => !isPlaceholder(piece));
    const missing = Math.max(0, (characters?.least ?? 0) - staying.length);
    return [...staying, ...others.slice(0, missing), ...Array(Math.max(0, missing - others.length)).fill('a')].join('');
  }
  const isOfFixedSize = (form.kind === 'text' || form.kind === 'bytes') && form.end.by === 'size';
  if (value instanceof Uint8Array) return isOfFixedSize ? new Uint8Array(value.length) : new Uint8Array();
  return form.kind === 'lines' ? value.slice(-1) : [];
}

/**
 * The description with these letters in place of each `{nonce}` that is sent: others would be drawn for each exchange, and one may
 * fail by a letter that the next has not.
 */
export function withLetters(description: Description, letters: string, by: Step['by'] = 'client'): Description {
  const filled = (text: string): string => text.replaceAll('{nonce}', letters);
  return freeValues(description, by).reduce((one, free) => {
    const { value } = free;
    if (typeof value === 'string') return withValue(one, free, filled(value));
    return isLines(value) ? withValue(one, free, value.map(filled)) : one;
  }, description);
}

/** The smallest value between the least and this one of which `isStill` holds; of texts and lists the smallest part. */
export async function smallestValue(
  { value }: FreeValue,
  least: Value,
  isStill: (candidate: Value) => Promise<boolean>,
): Promise<void> {
  if (typeof value === 'bigint' && typeof least === 'bigint') await smallestNumber(value, least, isStill);
  else if (isSame(value, least) || (await isStill(least))) return;
  else if (typeof value === 'string') await smallestPart(pieces(value), (part) => isStill(part.join('')));
  else if (value instanceof Uint8Array) await smallestPart([...value], (part) => isStill(Uint8Array.from(part)));
  else if (isLines(value)) await smallestPart(value, isStill);
  else if (isMessages(value)) await smallestPart(value, isStill);
}

function isPlaceholder(piece: string): boolean {
  return piece === '{nonce}' || piece === '{fill}';
}

/** Characters of a text, and its placeholders, each of which is left out or not. */
function pieces(text: string): readonly string[] {
  return text.match(/\{nonce\}|\{fill\}|./gsu) ?? [];
}

function isSame(value: Value, least: Value): boolean {
  return typeof value === 'bigint' ? value === least : String(value) === String(least);
}

function isLines(value: Value): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isMessages(value: Value): value is readonly WireMessage[] {
  return Array.isArray(value) && value.every((item) => typeof item !== 'string');
}
