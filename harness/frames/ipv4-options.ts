import type { Frame } from './frame.ts';

/** Octets of an IPv4 header without options. */
export const IPV4_HEADER = 20;

/** Octets of an IPv4 header, options included. */
export function ipv4HeaderOctets({ view, network }: Frame): number {
  return (view.getUint8(network) & 15) * 4;
}

/** Where the first of the options begins that are asked for; -1 where there is none whole (RFC 791 §3.1). */
export function ipv4OptionIn(frame: Frame, isAskedFor: (option: number) => boolean): number {
  const { view, network } = frame;
  const end = Math.min(network + ipv4HeaderOctets(frame), frame.end);
  for (let at = network + IPV4_HEADER; at < end; ) {
    const option = view.getUint8(at);
    if (option === END_OF_OPTIONS) return -1;
    if (option === NO_OPERATION) {
      at++;
      continue;
    }
    const length = at + 1 < end ? view.getUint8(at + 1) : 0;
    if (length < 2 || at + length > end) return -1;
    if (isAskedFor(option)) return at;
    at += length;
  }
  return -1;
}

const END_OF_OPTIONS = 0;
const NO_OPERATION = 1;

/**
 * Where the final destination of a datagram begins, which its checksums cover (RFC 1122 §4.1.3.4, §4.2.3.8): the last
 * address of a source route that is not used up, else the destination of the header.
 */
export function finalDestinationAt(frame: Frame): number {
  const { view, network } = frame;
  const at = ipv4OptionIn(frame, (option) => option === LOOSE_SOURCE_ROUTE || option === STRICT_SOURCE_ROUTE);
  if (at === -1) return network + 16;
  const length = view.getUint8(at + 1);
  const pointer = length < SHORTEST_ROUTE ? length : view.getUint8(at + 2);
  return pointer > length || length < SHORTEST_ROUTE ? network + 16 : at + length - 4;
}

const LOOSE_SOURCE_ROUTE = 131;
const STRICT_SOURCE_ROUTE = 137;

/** Type, length, pointer, and one address. */
const SHORTEST_ROUTE = 7;
