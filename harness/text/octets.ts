import { isUtf8 } from 'node:buffer';
import { unfinished } from './utf8.ts';
import { octetEscape, visible } from './visible.ts';

/** Octets as quoted text with escapes, or as hexadecimal pairs where most of it would be escapes. */
export function visibleOctets(octets: Uint8Array): string {
  return shownOctets(octets).text;
}

/** Octets as they are shown, and where in that. */
export interface ShownOctets {
  readonly text: string;
  /** The index in the text at which octet `index` is shown; of one within a character where that begins, or ends. */
  readonly placeOf: (index: number, side: 'before' | 'behind') => number;
}

/** The same, with the place of each octet in it. */
export function shownOctets(octets: Uint8Array): ShownOctets {
  const isText = decodeUtf8(octets) !== undefined;
  const shown = isText ? visibleText(octets) : visibleAscii(octets);
  const escapes = shown.match(ESCAPE)?.length ?? 0;
  const last = (index: number): number => Math.min(index, octets.length);
  if (escapes > MOST * octets.length)
    return {
      text: hexPairs(octets),
      placeOf: (index, side) => Math.max(0, 3 * last(index) - (side === 'behind' ? 1 : 0)),
    };
  return {
    text: `"${shown}"`,
    placeOf: (index, side) => {
      const front = octets.subarray(0, isText ? borderAt(octets, last(index), side) : last(index));
      return 1 + (isText ? visibleText(front) : visibleAscii(front)).length;
    },
  };
}

function visibleText(octets: Uint8Array): string {
  const text = decodeUtf8(octets) ?? '';
  return visible(text) + visibleAscii(restOf(octets, text));
}

/** The nearest border of a character: no octet behind it goes on with one (RFC 3629 §3). */
function borderAt(octets: Uint8Array, index: number, side: 'before' | 'behind'): number {
  const step = side === 'before' ? -1 : 1;
  let at = index;
  while (at > 0 && at < octets.length && ((octets[at] ?? 0) & 0xc0) === 0x80) at += step;
  return at;
}

/** A short text between binary numbers (a header) stays below it; random octets come to 0.63. */
const MOST = 0.6;

const ESCAPE = /\\x[0-9A-F]{2}|\\u\{[0-9A-F]+\}/g;

/** Undefined for octets that are not UTF-8. A character cut off at the end does not count against them, nor is it decoded. */
function decodeUtf8(octets: Uint8Array): string | undefined {
  // A decoder that refuses throws, which takes far longer than a look at the last octets.
  const whole = isUtf8(octets) ? octets : octets.subarray(0, octets.length - unfinished(octets));
  if (!isUtf8(whole)) return undefined;
  return Buffer.from(whole.buffer, whole.byteOffset, whole.length).toString('utf8');
}

function restOf(octets: Uint8Array, text: string): Uint8Array {
  return octets.subarray(Buffer.byteLength(text));
}

/** Each octet as it is shown where it is no part of a character: a report of many failures asks for millions. */
const SHOWN: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet < 0x80 ? visible(String.fromCharCode(octet)) : octetEscape(octet),
);

function visibleAscii(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += SHOWN[octet] ?? '';
  return text;
}

function hexPairs(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(' ');
}
