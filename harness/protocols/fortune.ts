import { isUtf8 } from 'node:buffer';
import type { Codec } from '../contracts/codec.ts';

/**
 * The fortune protocol (SPEC section 2): the end of the stream ends the phrase; no terminator, no length.
 * Text is UTF-8. A phrase may be empty.
 */
export const fortune: Codec<string> = {
  encode: (phrase) => new TextEncoder().encode(phrase),
  decode: (octets, ended) => (ended ? decodeUtf8(octets) : { kind: 'incomplete' }),
};

function decodeUtf8(octets: Uint8Array): ReturnType<Codec<string>['decode']> {
  // The native check is a hundred times as fast as the search, and phrases may have megabytes.
  const offset = isUtf8(octets) ? undefined : firstInvalidUtf8(octets);
  if (offset !== undefined) return { kind: 'malformed', reason: 'not UTF-8', offset };
  return {
    kind: 'message',
    message: new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets),
    length: octets.length,
  };
}

/** Offset of the first octet, at `from` or after, that no UTF-8 character (RFC 3629) explains; undefined where there is none. */
export function firstInvalidUtf8(octets: Uint8Array, from = 0): number | undefined {
  let offset = from;
  while (offset < octets.length) {
    const length = utf8Length(octets, offset);
    if (length === 0) return offset;
    offset += length;
  }
  return undefined;
}

/** The phrases of a database file: one a line, the line's end not part of it. A last line end ends the file, not a phrase. */
export function parsePhrases(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Length of the UTF-8 character at `offset`, 0 if there is none. Overlong forms and surrogates are none (RFC 3629 §4). */
function utf8Length(octets: Uint8Array, offset: number): number {
  const at = (index: number): number => octets[offset + index] ?? -1;
  const continues = (from: number, to: number): boolean => {
    for (let index = from; index <= to; index += 1) if (at(index) < 0x80 || at(index) > 0xbf) return false;
    return true;
  };
  const lead = at(0);
  if (lead <= 0x7f) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return continues(1, 1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const low = lead === 0xe0 ? 0xa0 : 0x80;
    const high = lead === 0xed ? 0x9f : 0xbf;
    return at(1) >= low && at(1) <= high && continues(2, 2) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const low = lead === 0xf0 ? 0x90 : 0x80;
    const high = lead === 0xf4 ? 0x8f : 0xbf;
    return at(1) >= low && at(1) <= high && continues(2, 3) ? 4 : 0;
  }
  return 0;
}
