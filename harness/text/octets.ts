import { octetEscape, visible } from './visible.ts';

/** Octets as quoted text with escapes, or as hexadecimal pairs where most of it would be escapes. */
export function visibleOctets(octets: Uint8Array): string {
  const text = decodeUtf8(octets);
  const shown = text === undefined ? visibleAscii(octets) : visible(text) + visibleAscii(restOf(octets, text));
  const escapes = shown.match(ESCAPE)?.length ?? 0;
  return escapes > MOST * octets.length ? hexPairs(octets) : `"${shown}"`;
}

/** A short text between binary numbers (a header) stays below it; random octets come to 0.63. */
const MOST = 0.6;

const ESCAPE = /\\x[0-9A-F]{2}|\\u\{[0-9A-F]+\}/g;

/** Undefined for octets that are not UTF-8. A character cut off at the end does not count against them, nor is it decoded. */
function decodeUtf8(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets, { stream: true });
  } catch {
    return undefined;
  }
}

function restOf(octets: Uint8Array, text: string): Uint8Array {
  return octets.subarray(Buffer.byteLength(text));
}

function visibleAscii(octets: Uint8Array): string {
  return Array.from(octets, (octet) => (octet < 0x80 ? visible(String.fromCharCode(octet)) : octetEscape(octet))).join(
    '',
  );
}

function hexPairs(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(' ');
}
