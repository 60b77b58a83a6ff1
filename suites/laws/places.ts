import type { Field, Form, Span, WireMessage } from '../../harness/contracts/wire.ts';
import { fieldAt, firstOfEach, type Script, type Spoken } from './script.ts';

/** A field of a message, and the octets after which it is cut there: so many of the message come before the cut. */
export interface CutPlace {
  readonly label: string;
  readonly message: string;
  readonly cuts: readonly number[];
}

/** A message of more octets is cut at the borders of its fields and at some places between. */
const EACH_OCTET = 256;
const SAMPLED = 32;

/** Every place where a message is cut, by the field whose octets come before the cut. */
export function cutPlaces(script: Script): readonly CutPlace[] {
  return firstOfEach(script).flatMap(({ name, octets, spans }) => {
    const byField = new Map<string, number[]>();
    for (const cut of cutsOf(octets, spans, { each: EACH_OCTET, sampled: SAMPLED })) {
      const field = fieldAt(spans, cut - 1);
      byField.set(field, [...(byField.get(field) ?? []), cut]);
    }
    return [...byField].map(([field, cuts]) => ({ label: `${name} ${field}`, message: name, cuts }));
  });
}

/** The same of lengths and counts that have more octets in a longer message: every place within these. */
export function grownPlaces(script: Script, long: Script): readonly CutPlace[] {
  return firstOfEach(long).flatMap(({ name, spans }) =>
    spans.flatMap(({ field, path, from, to }) => {
      const before = field?.measures === undefined ? undefined : placedWhere(script, { message: name, path })?.span;
      if (before === undefined || to - from <= before.to - before.from) return [];
      const cuts = Array.from({ length: to - from - 1 }, (_, index) => from + index + 1);
      return [{ label: `${name} ${path} of a longer message`, message: name, cuts }];
    }),
  );
}

/** A place between two octets of a message: the field whose octets come before it, and how many of these do. */
export interface PlaceIn {
  readonly path: string;
  readonly octets: number;
  /** Whether those are all octets of the field. */
  readonly isEnd: boolean;
}

/** The place behind so many octets of a message. */
export function placeAfter({ spans }: Spoken, octets: number): PlaceIn {
  const path = fieldAt(spans, octets - 1);
  const span = spans.findLast((one) => one.path === path);
  return { path, octets: octets - (span?.from ?? 0), isEnd: span?.to === octets };
}

/**
 * After how many octets the same place is in a message of the same form, whose fields may have fewer octets; undefined where
 * there is none with octets on both sides.
 */
export function octetsBefore({ spans, octets: { length } }: Spoken, place: PlaceIn): number | undefined {
  const span = spans.findLast(({ path }) => path === place.path);
  if (span === undefined || span.from === span.to) return undefined;
  const at = place.isEnd ? span.to : span.from + Math.min(place.octets, span.to - span.from - 1);
  return at > 0 && at < length && at > span.from ? at : undefined;
}

/** After which octets a message is cut: each, where it has few; else around the borders of its fields and at some places between. */
export function cutsOf(
  { length }: Uint8Array,
  spans: readonly Span[],
  { each, sampled }: { readonly each: number; readonly sampled: number },
): readonly number[] {
  if (length <= each) return Array.from({ length: Math.max(0, length - 1) }, (_, index) => index + 1);
  const borders = spans.flatMap(({ from, to }) => [from - 1, from, from + 1, to - 1, to, to + 1]);
  const between = Array.from({ length: sampled }, (_, index) => Math.floor(((index + 1) * length) / (sampled + 1)));
  return [...new Set([...borders, ...between])].filter((cut) => cut > 0 && cut < length).toSorted((a, b) => a - b);
}

/** A field of a message that a law changes. */
export interface FieldPlace {
  readonly label: string;
  readonly message: string;
  /** As in a span. */
  readonly path: string;
}

/** A field as it stands in a message that is said. */
export interface Placed {
  readonly spoken: Spoken;
  readonly span: Span & { readonly field: Field };
}

/** The fields of all messages of the client for which `isMeant` holds, each once. */
export function fieldPlaces(script: Script, isMeant: (placed: Placed) => boolean): readonly FieldPlace[] {
  return firstOfEach(script).flatMap((spoken) =>
    spoken.spans.flatMap(({ field, ...span }) =>
      field !== undefined && isMeant({ spoken, span: { ...span, field } })
        ? [{ label: `${spoken.name} ${span.path}`, message: spoken.name, path: span.path }]
        : [],
    ),
  );
}

/** The same field in another script of the same description. Throws where it is not there: places come from scripts. */
export function placedIn(script: Script, place: Pick<FieldPlace, 'message' | 'path'>): Placed {
  const placed = placedWhere(script, place);
  if (placed === undefined) throw new Error(`expected the field ${place.path} in ${place.message}, found none`);
  return placed;
}

/** The same where it may not be there. */
export function placedWhere(
  { spoken: said }: Script,
  { message, path }: Pick<FieldPlace, 'message' | 'path'>,
): Placed | undefined {
  const spoken = said.find(({ name }) => name === message);
  const span = spoken?.spans.find((one) => one.path === path);
  if (spoken === undefined || span?.field === undefined) return undefined;
  return { spoken, span: { ...span, field: span.field } };
}

/** A message in a script, where it is said first. Throws where it is not there. */
export function spokenIn({ spoken }: Script, message: string): Spoken {
  const found = spoken.find(({ name }) => name === message);
  if (found === undefined) throw new Error(`expected the message ${message} in the script, found none`);
  return found;
}

/** A number whose value is worked out: a length or a count. */
export function isMeasure({ span }: Placed): boolean {
  return span.field.measures !== undefined && typeof span.value === 'bigint';
}

/** A length or count that has several octets, whose order can be mistaken. */
export function isWide(placed: Placed): boolean {
  const { form } = placed.span.field;
  return isMeasure(placed) && form.kind === 'number' && form.width > 1;
}

/** A length or count in decimal digits. */
export function isDigits(placed: Placed): boolean {
  return isMeasure(placed) && placed.span.field.form.kind === 'digits';
}

/** Octets that are always the same. */
export function isLiteral({ span }: Placed): boolean {
  return span.field.form.kind === 'literal';
}

/** One octet of a field whose octets are always the same. */
export interface LiteralOctet {
  readonly label: string;
  readonly place: FieldPlace;
  /** Where it stands in its field. */
  readonly index: number;
}

/** Every octet of the messages of the client that is always the same. */
export function literalOctets(script: Script): readonly LiteralOctet[] {
  return fieldPlaces(script, isLiteral).flatMap((place) => {
    const { from, to } = placedIn(script, place).span;
    return Array.from({ length: to - from }, (_, index) => ({
      label: `${place.label} octet ${index + 1}`,
      place,
      index,
    }));
  });
}

/** A text, or octets, up to a terminator. */
export function isTerminated({ span }: Placed): boolean {
  const { form } = span.field;
  return (form.kind === 'text' || form.kind === 'bytes') && form.end.by === 'terminator';
}

/** The octets of a message with those of one field replaced. */
export function replaced({ spoken, span }: Placed, octets: Uint8Array): Uint8Array {
  return Buffer.concat([spoken.octets.subarray(0, span.from), octets, spoken.octets.subarray(span.to)]);
}

/** The octets of a message up to a field, and others in its place: nothing behind it. */
export function endingIn({ spoken, span }: Placed, octets: Uint8Array): Uint8Array {
  return Buffer.concat([spoken.octets.subarray(0, span.from), octets]);
}

/** The name of the field of a message that holds `{fill}` in its sample; undefined for none. */
export function fillField(sample: WireMessage | undefined): string | undefined {
  return [...(sample?.values ?? [])].find(([, value]) => typeof value === 'string' && value.includes('{fill}'))?.[0];
}

/** How a form is called in a sentence. */
export type NumberForm = Extract<Form, { kind: 'number' | 'varint' | 'digits' }>;

/** The form of a field that is a number. Throws for any other. */
export function numberForm({ span }: Placed): NumberForm {
  const { form } = span.field;
  if (form.kind === 'number' || form.kind === 'varint' || form.kind === 'digits') return form;
  throw new Error(`expected a number in ${span.path}, found ${form.kind}`);
}
