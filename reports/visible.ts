/**
 * Text that is safe to print anywhere: every character that has no glyph of its own (controls, line ends, escape
 * sequences, bidirectional marks, lone surrogates, noncharacters) becomes `\xNN` or `\u{N}`. What remains is one line,
 * and legal in XML 1.0. A backslash stays as it is, so that commands can be copied.
 */
export function visible(text: string): string {
  return text.replace(UNPRINTABLE, escapeOf);
}

/**
 * Lines that no CI server takes for a command to itself when it reads them in its log: GitHub's runner obeys `::name …::` at
 * the front of a line, which any text may come to when it is wrapped, and `##[` anywhere.
 */
export function inert(lines: string): string {
  return lines.replace(/(?<=^[^\S\n]*):(?=:[a-z-]+(?: .*?)?::)|#(?=#\[)/gim, escapeOf);
}

/** Octets as quoted text with escapes, or as hexadecimal pairs where most of it would be escapes. */
export function visibleOctets(octets: Uint8Array): string {
  const text = decodeUtf8(octets);
  const shown = text === undefined ? visibleAscii(octets) : visible(text) + visibleAscii(restOf(octets, text));
  const escapes = shown.match(ESCAPE)?.length ?? 0;
  return escapes > MOST * octets.length ? hexPairs(octets) : `"${shown}"`;
}

/** A short text between binary numbers (a header) stays below it; random octets come to 0.63. */
const MOST = 0.6;

const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;
const ESCAPE = /\\x[0-9A-F]{2}|\\u\{[0-9A-F]+\}/g;

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  return code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`;
}

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
  return Array.from(octets, (octet) => {
    const character = String.fromCharCode(octet);
    return octet < 0x80 ? visible(character) : escapeOf(character);
  }).join('');
}

function hexPairs(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join(' ');
}
