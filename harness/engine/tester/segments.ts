/** Cuts octets at these positions. */
export function cutAt(octets: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const edges = [0, ...cuts, octets.length];
  return edges.slice(1).map((edge, index) => octets.subarray(edges[index], edge));
}

/** Every octet a segment of its own, as far as `limit` goes; the rest in one. */
export function octetByOctet(octets: Uint8Array, limit = octets.length): readonly Uint8Array[] {
  return cutAt(
    octets,
    Array.from({ length: Math.min(octets.length - 1, limit) }, (_, index) => index + 1),
  );
}
