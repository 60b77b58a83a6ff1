import { isUtf8 } from 'node:buffer';
import { firstInvalidUtf8 } from '../protocols/fortune.ts';

/** Octets as a server shows them: UTF-8 as it is, every octet that is none as `\xNN`. */
export function shownText(octets: Uint8Array): string {
  const view = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  if (isUtf8(view)) return view.toString('utf8');
  const pieces: string[] = [];
  for (let at = 0; at < view.length; ) {
    const invalid = firstInvalidUtf8(view, at) ?? view.length;
    if (invalid > at) pieces.push(view.toString('utf8', at, invalid));
    if (invalid < view.length) pieces.push(escapes[view[invalid] ?? 0] ?? '');
    at = invalid + 1;
  }
  return pieces.join('');
}

const escapes = Array.from({ length: 256 }, (_, octet) => `\\x${octet.toString(16).toUpperCase().padStart(2, '0')}`);
