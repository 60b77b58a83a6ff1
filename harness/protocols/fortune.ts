import { isUtf8 } from 'node:buffer';
import type { Codec } from '../contracts/codec.ts';
import { firstInvalidUtf8 } from '../text/utf8.ts';

/**
 * The fortune protocol (suites/README.md, "Wire formats"): the end of the stream ends the phrase; no terminator, no
 * length. Text is UTF-8. A phrase may be empty.
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

/** The phrases of a database file: one a line, the line's end not part of it. A last line end ends the file, not a phrase. */
export function parsePhrases(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
