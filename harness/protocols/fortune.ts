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

/** The line that stands between the phrases of a database whose phrases have several. */
const SEPARATOR = '%';

/**
 * The phrases of a database file: one a line, or, where a line is `%`, what stands between such lines. The line end before the
 * next phrase is not part of one; a last line end ends the file, not a phrase.
 */
export function parsePhrases(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (!lines.includes(SEPARATOR)) return lines;
  const phrases: string[][] = [[]];
  for (const line of lines) {
    if (line === SEPARATOR) phrases.push([]);
    else phrases.at(-1)?.push(line);
  }
  // A separator may also stand before the first phrase and behind the last.
  const isOutside = (index: number): boolean => index === 0 || index === phrases.length - 1;
  return phrases.filter((own, index) => own.length > 0 || !isOutside(index)).map((own) => own.join('\n'));
}

/** A phrase as a server sends it that ends each with a line end. */
export function endedPhrase(phrase: string, ends: 'lf' | 'crlf' | undefined): string {
  return `${phrase}${{ lf: '\n', crlf: '\r\n', none: '' }[ends ?? 'none']}`;
}
