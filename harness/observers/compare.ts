/**
 * Where what is stored first differs from what was sent, both given in pieces that need not be cut alike: the offset of that
 * octet; undefined where they are equal. What is stored is read no further than that.
 */
export async function firstDifference(
  stored: AsyncIterable<Uint8Array>,
  sent: Iterable<Uint8Array>,
): Promise<number | undefined> {
  const pieces = sent[Symbol.iterator]();
  let wanted: Uint8Array = new Uint8Array();
  let octets = 0;

  for await (const piece of stored) {
    let rest: Uint8Array = piece;
    while (rest.length > 0) {
      while (wanted.length === 0) {
        const next = pieces.next();
        if (next.done === true) break;
        wanted = next.value;
      }
      const length = Math.min(rest.length, wanted.length);
      if (length === 0 || Buffer.compare(rest.subarray(0, length), wanted.subarray(0, length)) !== 0)
        return octets + (piece.length - rest.length) + firstUnequal(rest, wanted);
      rest = rest.subarray(length);
      wanted = wanted.subarray(length);
    }
    octets += piece.length;
  }
  return wanted.length > 0 || hasMore(pieces) ? octets : undefined;
}

function firstUnequal(left: Uint8Array, right: Uint8Array): number {
  const index = left.findIndex((octet, at) => octet !== right[at]);
  return index === -1 ? left.length : index;
}

function hasMore(pieces: Iterator<Uint8Array>): boolean {
  for (;;) {
    const next = pieces.next();
    if (next.done === true) return false;
    if (next.value.length > 0) return true;
  }
}
