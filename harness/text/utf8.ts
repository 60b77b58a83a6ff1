import { isUtf8 } from 'node:buffer';
import { octetEscape } from './visible.ts';

/**
 * Octets as they are shown (suites/README.md, "Decisions about all protocols"): UTF-8 as it is, every other octet as
 * `\xNN`.
 */
export function shownText(octets: Uint8Array): string {
  const view = Buffer.from(octets.buffer, octets.byteOffset, octets.length);
  if (isUtf8(view)) return view.toString('utf8');
  const pieces: string[] = [];
  for (let at = 0; at < view.length; ) {
    const invalid = firstInvalidUtf8(view, at) ?? view.length;
    if (invalid > at) pieces.push(view.toString('utf8', at, invalid));
    if (invalid < view.length) pieces.push(octetEscape(view[invalid] ?? 0));
    at = invalid + 1;
  }
  return pieces.join('');
}

/** The same for octets that come in pieces: a character that is cut between two pieces is no escape. */
export interface ShownStream {
  /** The text of what is certain by now; up to three octets that may begin a character are kept for the next piece. */
  readonly add: (octets: Uint8Array) => string;
  /** The text of what was kept: nothing comes any more. */
  readonly end: () => string;
}

/** A stream of which nothing has come yet. */
export function shownStream(): ShownStream {
  let kept: Uint8Array = new Uint8Array();
  return {
    add: (octets) => {
      const all = kept.length === 0 ? octets : Buffer.concat([kept, octets]);
      const whole = all.length - unfinished(all);
      kept = Uint8Array.from(all.subarray(whole));
      return shownText(all.subarray(0, whole));
    },
    end: () => {
      const text = shownText(kept);
      kept = new Uint8Array();
      return text;
    },
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

/** A UTF-8 character has at most four octets. */
const LONGEST = 4;

/** How many octets at the end are the front of a character that further octets may complete. */
export function unfinished(octets: Uint8Array): number {
  for (let count = 1; count < LONGEST && count <= octets.length; count += 1) {
    if (isFront(octets.subarray(-count))) return count;
  }
  return 0;
}

/** Whether a character can begin with all of these octets; which of its second octets are valid depends on its first. */
function isFront(octets: Uint8Array): boolean {
  if (utf8Length(octets, 0) !== 0) return false;
  return [0x80, 0xbf].some((octet) => {
    const filled = new Uint8Array(LONGEST).fill(octet);
    filled.set(octets);
    return utf8Length(filled, 0) > octets.length;
  });
}
