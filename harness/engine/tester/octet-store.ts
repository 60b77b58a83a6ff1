/** Octets that come in pieces, in one block of memory. */
export interface OctetStore {
  /** Copies a piece behind the others. */
  readonly add: (piece: Uint8Array) => void;
  /** All of them, without a copy: what is added later does not change it. */
  readonly octets: () => Buffer;
  /** Lets go all but the first `length`, and the memory that they took. */
  readonly shorten: (length: number) => void;
}

/** Octets that the first block has room for: most streams are short. */
const FIRST_ROOM = 1024;

/**
 * Makes an empty store. A block is doubled when it is full: a stream of 64 MiB takes a few large blocks, which the system has
 * back at once, in place of a thousand small ones, which stay with the process.
 */
export function octetStore(): OctetStore {
  let block = Buffer.alloc(0);
  let length = 0;
  const moveTo = (room: number): void => {
    const larger = Buffer.allocUnsafeSlow(room);
    block.copy(larger, 0, 0, length);
    block = larger;
  };
  return {
    add: (piece) => {
      const needed = length + piece.length;
      if (needed > block.length) moveTo(Math.max(FIRST_ROOM, 2 * block.length, needed));
      block.set(piece, length);
      length = needed;
    },
    octets: () => block.subarray(0, length),
    shorten: (to) => {
      if (to >= length) return;
      length = to;
      moveTo(to);
    },
  };
}
