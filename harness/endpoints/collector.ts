/** Octets collected as they come. They cost what they are, in however small pieces they come: the buffer grows by doubling. */
export interface Collector {
  readonly add: (octets: Uint8Array) => void;
  /** How many there are. */
  readonly size: () => number;
  /** All of them, good until the next `add`. */
  readonly octets: () => Uint8Array;
  /** All of them, to keep; the collector is empty again. */
  readonly take: () => Uint8Array;
}

/** An empty collector. */
export function collector(): Collector {
  let buffer = new Uint8Array(64);
  let size = 0;
  const makeRoom = (octets: number): void => {
    if (octets <= buffer.length) return;
    const larger = new Uint8Array(Math.max(octets, 2 * buffer.length));
    larger.set(buffer.subarray(0, size));
    buffer = larger;
  };
  return {
    add: (octets) => {
      makeRoom(size + octets.length);
      buffer.set(octets, size);
      size += octets.length;
    },
    size: () => size,
    octets: () => buffer.subarray(0, size),
    take: () => {
      const all = buffer.slice(0, size);
      size = 0;
      return all;
    },
  };
}
