/** Several runs of octets as one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Offset at which these octets stand whole, at `from` or after and before `to`; -1 where they do not. */
export function indexOfOctets(octets: Uint8Array, sought: Uint8Array, from: number, to: number): number {
  const view = Buffer.from(octets.buffer, octets.byteOffset, Math.min(to, octets.length));
  return view.indexOf(sought, from);
}

/**
 * How many of the sought octets stand at an offset, before the octets end or differ: all of them, or fewer.
 */
export function matching(octets: Uint8Array, sought: Uint8Array, at: number): number {
  let count = 0;
  while (count < sought.length && octets[at + count] === sought[count]) count += 1;
  return count;
}

/** Text as UTF-8. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
