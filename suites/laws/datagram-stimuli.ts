import type { Description } from '../../harness/contracts/wire.ts';
import { LARGEST_DATAGRAM } from '../../harness/protocols/datagram.ts';
import { encode } from '../../harness/protocols/wire/encode.ts';
import { filled } from '../../harness/protocols/wire/fill.ts';
import { isNumber, numberOctets } from '../../harness/protocols/wire/numbers.ts';
import { isWhole } from './datagram-talk.ts';
import { FILL } from './letters.ts';
import { hexOf, hugeNumbers, lenientTexts } from './numbers.ts';
import {
  cutsOf,
  endingIn,
  fillField,
  isDigits,
  isLiteral,
  isMeasure,
  numberForm,
  type Placed,
  replaced,
} from './places.ts';
import type { Spoken } from './script.ts';
import type { Sized } from './sizes.ts';
import { strangerOctets } from './strangers.ts';

/** A datagram in place of a message, and how it differs from that, in words. */
export interface Stimulus {
  readonly label: string;
  readonly octets: Uint8Array;
}

/** Datagrams in place of a message, none of which is one: made of the message, whose letters are others each time. */
export type Stimuli = (spoken: Spoken) => readonly Stimulus[];

/** The largest datagram there is, in octets: 65,535 less an IPv4 header of 20 and a UDP header of 8 (RFC 768, RFC 791). */
export const LARGEST = 65_507;

/** The largest datagram of an Ethernet frame, and the largest there is. */
const LARGE = [LARGEST_DATAGRAM, LARGEST];

/** Messages of more octets are cut at their borders of fields, and at 32 places. */
const CUT_EACH = 256;
const SAMPLED = 32;

/** A message cut after each of its octets; what is a whole one all the same is left out. */
export function cutShort(description: Description): Stimuli {
  return broken(description, ({ octets, spans }) =>
    cutsOf(octets, spans, { each: CUT_EACH, sampled: SAMPLED }).map((cut) => ({
      label: `a datagram cut after octet ${cut} of ${octets.length}`,
      octets: octets.subarray(0, cut),
    })),
  );
}

/** A message with octets behind it: one, a thousand, and a message of its own. */
export function withMore(description: Description): Stimuli {
  return broken(description, ({ octets }) => [
    { label: '1 octet behind it', octets: Buffer.concat([octets, Buffer.from('w')]) },
    { label: '1000 octets behind it', octets: Buffer.concat([octets, Buffer.from('w'.repeat(1000))]) },
    { label: 'the same message behind it', octets: Buffer.concat([octets, octets]) },
  ]);
}

/** A message as long as its limit lets it be, with octets behind it: a buffer for such a message alone cuts them off. */
export function withMoreAtLimit(description: Description, sized: Sized): Stimuli {
  return broken(description, (spoken) => {
    const { limit, most, field } = sized;
    if (limit === undefined || limit > Math.min(most, sizeIn(spoken, sized, LARGEST - 1))) return [];
    const octets = Buffer.concat([ofSize(description, spoken, sized, limit), Buffer.from('w')]);
    return [{ label: `1 octet behind ${field} ${limit}`, octets }];
  });
}

/** A datagram without an octet. */
export function empty(description: Description): Stimuli {
  return broken(description, () => [{ label: 'an empty datagram', octets: new Uint8Array() }]);
}

/** A message with so many octets behind it that it fills the largest datagram of an Ethernet frame, and the largest there is. */
export function padded(description: Description): Stimuli {
  return broken(description, ({ octets }) =>
    LARGE.filter((size) => size > octets.length).map((size) => ({
      label: `${size} octets, of which ${octets.length} are the message`,
      octets: Buffer.concat([octets, Buffer.alloc(size - octets.length, 'w')]),
    })),
  );
}

/** Sizes that a message may have, as the description says: the limit, and those of the largest datagrams where they are legal. */
export function legalLargest(spoken: Pick<Spoken, 'octets'>, sized: Sized): readonly number[] {
  const highest = Math.min(sized.limit ?? sized.promised, sized.most);
  const sizes = [
    ...LARGE.map((octets) => sizeIn(spoken, sized, octets)),
    ...(sized.limit === undefined ? [] : [sized.limit]),
  ];
  return [...new Set(sizes)]
    .filter((size) => size >= sized.least && size <= highest && size <= sizeIn(spoken, sized, LARGEST))
    .toSorted((a, b) => a - b);
}

/** A message that is longer than its limit: by one, and as long as the largest datagrams are. */
export function overLimit(description: Description, sized: Sized): Stimuli {
  return broken(description, (spoken) => {
    const { limit, most } = sized;
    const highest = Math.min(most, sizeIn(spoken, sized, LARGEST));
    const sizes = limit === undefined ? [] : [limit + 1, ...LARGE.map((octets) => sizeIn(spoken, sized, octets))];
    return [...new Set(sizes)]
      .filter((size) => limit !== undefined && size > limit && size <= highest)
      .map((size) => ({ label: `${sized.field} ${size}`, octets: ofSize(description, spoken, sized, size) }));
  });
}

/** The size that is said of a message in a datagram of so many octets. */
function sizeIn({ octets }: Pick<Spoken, 'octets'>, { least }: Sized, of: number): number {
  return of - (octets.length - FILL.length) + least;
}

function ofSize(
  description: Description,
  { name, message, filling }: Spoken,
  { least }: Sized,
  size: number,
): Uint8Array {
  const sample = description.plain.get(name)?.[0];
  const field = fillField(sample);
  if (sample === undefined || field === undefined)
    throw new Error(`expected {fill} in a sample of ${name}, found none`);
  const text = filled(sample, { ...filling, fill: 'w'.repeat(size - least) }).values.get(field) ?? '';
  return encode(
    description,
    name,
    { ...message, values: new Map([...message.values, [field, text]]) },
    { areLimitsKept: false },
  );
}

/** Each length and count with one more, one less and huge values; in text, with what lenient functions take; each number with a value that is not legal. */
export function wrongNumbers(description: Description): Stimuli {
  return broken(description, (spoken) => placesOf(spoken, isAnyNumber).flatMap(wrongIn));
}

function isAnyNumber(placed: Placed): boolean {
  const { field } = placed.span;
  return isMeasure(placed) || (field.legal !== undefined && isNumber(field));
}

function wrongIn(placed: Placed): readonly Stimulus[] {
  const { path, value, field } = placed.span;
  if (typeof value !== 'bigint') return [];
  const form = numberForm(placed);
  if (isDigits(placed)) {
    const { octets } = placed.spoken;
    const terminator = octets.subarray(placed.span.to - placed.span.terminator, placed.span.to);
    return lenientTexts(value)
      .filter(({ isHarmless }) => isHarmless !== true)
      .map(({ label, text }) => ({
        label: `${path} with ${label}`,
        octets: replaced(placed, Buffer.concat([Buffer.from(text), terminator])),
      }));
  }
  const most = hugeNumbers(form).at(-1) ?? 0n;
  const illegal = field.legal === undefined ? [] : [most, 0n].filter((one) => field.legal?.includes(one) === false);
  const measures = isMeasure(placed) ? [value + 1n, value - 1n, ...hugeNumbers(form)] : [];
  const wrong = [...new Set([...measures, ...illegal])].filter((one) => one >= 0n && one <= most && one !== value);
  return wrong.flatMap((one) => {
    const octets = numberOctets(form, one);
    const whole = { label: `${path} as ${hexOf(one)}`, octets: replaced(placed, octets) };
    const isHuge = isMeasure(placed) && one > value + 1n;
    const alone = { label: `${path} as ${hexOf(one)}, and nothing behind it`, octets: endingIn(placed, octets) };
    return isHuge ? [whole, alone] : [whole];
  });
}

/** Each fixed octet with one bit changed. */
export function wrongLiterals(description: Description): Stimuli {
  return broken(description, (spoken) =>
    placesOf(spoken, isLiteral).flatMap((placed) => {
      const fixed = spoken.octets.subarray(placed.span.from, placed.span.to);
      return [...fixed].map((octet, index) => ({
        label: `octet ${index + 1} of ${placed.span.path} as ${hexOf(BigInt(octet ^ 1))}`,
        octets: replaced(
          placed,
          fixed.map((one, at) => (at === index ? one ^ 1 : one)),
        ),
      }));
    }),
  );
}

/** What clients of other protocols say. */
export function strange(description: Description): Stimuli {
  return broken(description, () => strangerOctets);
}

/** Only what is no message of the description. */
function broken(description: Description, made: Stimuli): Stimuli {
  return (spoken) => made(spoken).filter(({ octets }) => !isWhole(description, spoken.name, octets));
}

function placesOf(spoken: Spoken, isMeant: (placed: Placed) => boolean): readonly Placed[] {
  return spoken.spans.flatMap(({ field, ...span }) => {
    const placed = field === undefined ? undefined : { spoken, span: { ...span, field } };
    return placed !== undefined && isMeant(placed) ? [placed] : [];
  });
}
