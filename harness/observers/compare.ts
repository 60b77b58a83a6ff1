import type { StoredAs } from '../contracts/observer.ts';

/** Compares what is stored with what was sent, both given in pieces that need not be cut alike. */
export async function comparePieces(stored: AsyncIterable<Uint8Array>, sent: Iterable<Uint8Array>): Promise<StoredAs> {
  const pieces = sent[Symbol.iterator]();
  let wanted: Uint8Array = new Uint8Array();
  let octets = 0;
  let firstDifference: number | undefined;

  for await (const piece of stored) {
    let rest: Uint8Array = piece;
    while (rest.length > 0 && firstDifference === undefined) {
      while (wanted.length === 0) {
        const next = pieces.next();
        if (next.done === true) break;
        wanted = next.value;
      }
      const length = Math.min(rest.length, wanted.length);
      if (length === 0 || Buffer.compare(rest.subarray(0, length), wanted.subarray(0, length)) !== 0) {
        firstDifference = octets + (piece.length - rest.length) + firstUnequal(rest, wanted);
      }
      rest = rest.subarray(length);
      wanted = wanted.subarray(length);
    }
    octets += piece.length;
  }
  if (firstDifference !== undefined) return { kind: 'different', octets, firstDifference };
  const missing = wanted.length > 0 || hasMore(pieces);
  return missing ? { kind: 'different', octets, firstDifference: octets } : { kind: 'equal' };
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
