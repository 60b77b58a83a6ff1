import { acrossBuffers, drawTexts } from './drawing.ts';
import { datumName, type OctetDatum, type Origin } from './families.ts';
import { lettersOf, randomOctets, seedOf } from './letters.ts';

/** Octets of the texts of all families, and of the letters that fill them up: 0x42000. */
const PARTS_OCTETS = 270_336;

/** How many values an octet has. */
const VALUES = 256;

/** Octets that are no UTF-8: a lone continuation, a cut character, an overlong NUL, a surrogate, beyond U+10FFFF, 0xFE and 0xFF. */
const NOT_UTF8 = [0x80, 0x20, 0xe8, 0xaa, 0x20, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80, 0xfe, 0xff];

/** Every value once, in an order of this origin. */
export function everyValue(origin: Origin): Uint8Array {
  return shuffled(origin, VALUES, 'values');
}

/**
 * Every pair of octets once, CR LF among them: a de Bruijn sequence of 65,537 octets (FKM algorithm for words of two), over
 * an order of the values that is this origin's.
 */
export function everyPair(origin: Origin): Uint8Array {
  const order = shuffled(origin, VALUES, 'pairs');
  const octets = new Uint8Array(VALUES * VALUES + 1);
  let at = 0;
  for (const [first, octet] of order.entries()) {
    octets[at++] = octet;
    for (const other of order.subarray(first + 1)) {
      octets[at++] = octet;
      octets[at++] = other;
    }
  }
  octets[at] = octets[0] ?? 0;
  return octets;
}

/**
 * Contents that are made of parts of all families, in one: a plain part, a line of each text, octets that are no UTF-8, every
 * value. Some families count only at the ends of a content: `endings` has contents for them.
 */
export function familyParts(origin: Origin): readonly OctetDatum[] {
  const texts = drawTexts(origin, { maxOctets: acrossBuffers.maxOctets }).map(({ family, label, value }) => ({
    family,
    label,
    octets: Buffer.from(`${value}\n`),
  }));
  return [
    ...texts,
    { family: 'controls', label: 'CR LF', octets: Buffer.from('\r\n\r\n\n\n\r\r\n') },
    { family: 'octets', label: 'no UTF-8', octets: Uint8Array.from(NOT_UTF8) },
    padding(origin, texts),
    { family: 'octets', label: 'every value', octets: everyValue(origin) },
  ];
}

/** Letters that make the size of all parts the same for every origin: no octet of it is a 0x0A by chance. */
function padding(origin: Origin, texts: readonly OctetDatum[]): OctetDatum {
  const length = Math.max(0, PARTS_OCTETS - joined(texts).length);
  return { family: 'length', label: 'many letters', octets: Buffer.from(lettersOf(origin, length, 'padding')) };
}

/** What programs take away, or add, at the ends of a content; letters stand between. */
const ends: readonly (readonly [label: string, front: readonly number[], back: readonly number[]])[] = [
  ['a BOM in front, no line end', [0xef, 0xbb, 0xbf], []],
  ['a BOM of UTF-16 in front, NULs at the end', [0xff, 0xfe], [0, 0, 0, 0]],
  ['spaces and line ends at both ends', [0x20, 0x09, 0x0a], [0x20, 0x0d, 0x0a, 0x0d, 0x0a]],
  ['a NUL in front, SUB at the end', [0], [0x1a]],
  ['line ends in front', [0x0a, 0x0a, 0x0d], [0x0a]],
];

/** Contents each of which has something at its ends. */
export function endings(origin: Origin): readonly OctetDatum[] {
  return ends.map(([label, front, back], index) => ({
    family: 'octets',
    label,
    octets: Buffer.concat([
      Uint8Array.from(front),
      Buffer.from(lettersOf(origin, 40 + index, 'ends')),
      Uint8Array.from(back),
    ]),
  }));
}

/** Octets of a run of one value: some blocks of those by which programs copy, and look for holes. */
const RUN_OCTETS = 131_072;

/** Letters, and then one octet again and again, at the end too: 0x60000 octets in all. */
export function runs(origin: Origin): readonly OctetDatum[] {
  const letters = (purpose: string): Uint8Array => Buffer.from(lettersOf(origin, RUN_OCTETS / 2, purpose));
  return [
    { family: 'length', label: 'many letters', octets: letters('before the runs') },
    { family: 'repetition', label: 'NUL again and again', octets: Buffer.alloc(RUN_OCTETS) },
    { family: 'length', label: 'many letters', octets: letters('between the runs') },
    { family: 'repetition', label: 'NUL again and again, to the end', octets: Buffer.alloc(RUN_OCTETS) },
  ];
}

/** The parts as one content. */
export function joined(parts: readonly OctetDatum[]): Uint8Array {
  return Buffer.concat(parts.map(({ octets }) => octets));
}

/** The part in which an octet of the content stands, as a finding names it; undefined behind the last. */
export function partAt(parts: readonly OctetDatum[], offset: number): string | undefined {
  let end = 0;
  const part = parts.find(({ octets }) => {
    end += octets.length;
    return offset < end;
  });
  return part === undefined ? undefined : datumName(part);
}

/** The numbers from 0 in a random order (Fisher and Yates). */
function shuffled(origin: Origin, count: number, purpose: string): Uint8Array {
  const order = Uint8Array.from({ length: count }, (_, index) => index);
  const random = randomOctets(seedOf(origin, purpose), 2 * count);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = ((random[2 * last] ?? 0) * VALUES + (random[2 * last + 1] ?? 0)) % (last + 1);
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}
