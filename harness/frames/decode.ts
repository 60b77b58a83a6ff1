import { isGroupNumber } from '../addresses/numbers.ts';
import { type Declared, isBroadcast } from './declared.ts';
import { type Frame, kinds, protocols } from './frame.ts';
import { decodeLink, etherTypes } from './link.ts';

/** Octets of the headers that rules look at; a header that is not captured whole is not looked at. */
export const IPV4_HEADER = 20;
const ARP_OVER_ETHERNET = 28;
const IPV6_HEADER = 40;
export const TCP_HEADER = 20;
export const UDP_HEADER = 8;
const IGMP_HEADER = 8;

/** Works out what a frame is. Whatever its octets are, it reads none beyond the captured ones. */
export function decode(frame: Frame, declared: Declared): void {
  frame.kinds = 0;
  frame.etherType = 0;
  frame.network = -1;
  frame.transport = -1;
  if (!decodeLink(frame)) return;
  if (frame.etherType === etherTypes.ipv4) decodeIpv4(frame, declared);
  else if (frame.etherType === etherTypes.arp) decodeArp(frame);
  else if (frame.etherType === etherTypes.ipv6) decodeIpv6(frame);
}

/** Octets of an IPv4 header, options included. */
export function ipv4HeaderOctets({ view, network }: Frame): number {
  return (view.getUint8(network) & 15) * 4;
}

/** RFC 791 §3.1. */
function decodeIpv4(frame: Frame, declared: Declared): void {
  const { view, network, end } = frame;
  if (network + IPV4_HEADER > end) return;
  const first = view.getUint8(network);
  const header = (first & 15) * 4;
  const total = view.getUint16(network + 2);
  if (first >> 4 !== 4 || header < IPV4_HEADER) return;
  if (total !== 0 && total < header) return;
  const destination = view.getInt32(network + 16);
  const protocol = view.getUint8(network + 9);
  const fragment = view.getUint16(network + 6) & 0x3fff;
  // 0: a segment longer than any datagram, which the hardware is to cut up and to fill in.
  const networkEnd = total === 0 ? frame.at + frame.original : network + total;
  frame.networkEnd = networkEnd;
  frame.fragment = fragment;
  frame.ttl = view.getUint8(network + 8);
  frame.protocol = protocol;
  frame.source = view.getInt32(network + 12);
  frame.destination = destination;
  let seen = frame.kinds | kinds.ipv4;
  if (isGroupNumber(destination)) seen |= kinds.group;
  else seen |= isBroadcast(destination, declared) ? kinds.broadcast : kinds.unicast;
  // The transport counts where the part of its header that does not vary was captured.
  const transport = network + header;
  const there = Math.min(networkEnd, end) - transport;
  if ((fragment & 0x1fff) === 0 && there >= headerOctetsOf(protocol)) {
    seen |= kindOf(protocol);
    frame.transport = transport;
  }
  frame.kinds = seen;
}

/** Octets of a header that does not vary; of one that is not looked at, more than there ever are. */
function headerOctetsOf(protocol: number): number {
  if (protocol === protocols.udp) return UDP_HEADER;
  if (protocol === protocols.tcp) return TCP_HEADER;
  return protocol === protocols.igmp ? IGMP_HEADER : 0x7fff_ffff;
}

function kindOf(protocol: number): number {
  if (protocol === protocols.udp) return kinds.udp;
  return protocol === protocols.tcp ? kinds.tcp : kinds.igmp;
}

/** RFC 826, for IPv4 over Ethernet: hardware addresses of 6 octets, protocol addresses of 4. */
function decodeArp(frame: Frame): void {
  const { view, network, end } = frame;
  if (network + ARP_OVER_ETHERNET > end) return;
  if (view.getUint16(network + 2) !== etherTypes.ipv4 || view.getUint16(network + 4) !== 0x0604) return;
  frame.kinds |= kinds.arp;
}

/** RFC 8200 §3. Extension headers are not followed: a segment behind one is not looked at. */
function decodeIpv6(frame: Frame): void {
  const { view, network, end } = frame;
  if (network + IPV6_HEADER > end || view.getUint8(network) >> 4 !== 6) return;
  frame.kinds |= view.getUint8(network + 24) === 0xff ? kinds.ipv6 | kinds.ipv6Group : kinds.ipv6;
  frame.networkEnd = network + IPV6_HEADER + view.getUint16(network + 4);
  frame.fragment = 0;
  frame.ttl = view.getUint8(network + 7);
  frame.protocol = view.getUint8(network + 6);
  const there = Math.min(frame.networkEnd, end) - network - IPV6_HEADER;
  if (frame.protocol !== protocols.tcp || there < TCP_HEADER) return;
  frame.kinds |= kinds.tcp;
  frame.transport = network + IPV6_HEADER;
}
