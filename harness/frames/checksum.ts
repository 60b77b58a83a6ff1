/**
 * The ones' complement sum of RFC 1071, on little-endian halves: its value does not depend on the octet order (§2 B), and
 * a load in the machine's order is cheaper. Not folded, so that sums add up; those over the longest frame are exact.
 */
export function halvesSum(view: DataView, from: number, to: number): number {
  let sum = 0;
  let at = from;
  for (const last = to - 15; at < last; at += 16) {
    const one = view.getInt32(at, true);
    const two = view.getInt32(at + 4, true);
    const three = view.getInt32(at + 8, true);
    const four = view.getInt32(at + 12, true);
    sum += (one & 0xffff) + (two & 0xffff) + (three & 0xffff) + (four & 0xffff);
    sum += (one >>> 16) + (two >>> 16) + (three >>> 16) + (four >>> 16);
  }
  for (const last = to - 1; at < last; at += 2) sum += view.getUint16(at, true);
  if (at < to) sum += view.getUint8(at);
  return sum;
}

/** The same over 8 octets: the two addresses of an IPv4 header, for one. */
export function sumOfEight(view: DataView, at: number): number {
  const one = view.getInt32(at, true);
  const two = view.getInt32(at + 4, true);
  return (one & 0xffff) + (one >>> 16) + (two & 0xffff) + (two >>> 16);
}

/** The same over 20 octets: an IPv4 header without options, as almost all are. */
export function sumOfTwenty(view: DataView, at: number): number {
  const last = view.getInt32(at + 16, true);
  return sumOfEight(view, at) + sumOfEight(view, at + 8) + (last & 0xffff) + (last >>> 16);
}

/** Whether a sum over octets that hold their own checksum comes to 0xFFFF when it is folded. */
export function isRightSum(sum: number): boolean {
  return sum !== 0 && sum % 0xffff === 0;
}

/** A sum in 16 bits, carries added in. That over the longest frame has more than 32 bits. */
export function folded(sum: number): number {
  let rest = sum;
  while (rest > 0xffff) rest = (rest % 0x10000) + Math.floor(rest / 0x10000);
  return rest;
}

/** The checksum field of these octets (in which it is 0), plus a sum that goes before them, as a number on the wire. */
export function checksumOf(octets: Uint8Array, before = 0): number {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const sum = ~folded(halvesSum(view, 0, octets.length) + before) & 0xffff;
  return swapped(sum);
}

/** A 16-bit number in the other octet order. */
export function swapped(half: number): number {
  return ((half & 255) << 8) | (half >>> 8);
}
