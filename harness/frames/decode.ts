import { isGroupNumber } from '../addresses/numbers.ts';
import { type Declared, isBroadcast } from './declared.ts';
import { decodeIpv6 } from './decode-ipv6.ts';
import { type Frame, kinds } from './frame.ts';
import { finalDestinationAt, IPV4_HEADER } from './ipv4-options.ts';
import { decodeLink, etherTypes } from './link.ts';
import { etherTypeName, shortName } from './names.ts';
import { headerOctetsOf, kindOf, tunnelIn } from './transport.ts';

/** Octets of the headers that rules look at; a header that is not captured whole is not looked at. */
const ARP_OVER_ETHERNET = 28;

/** Works out what a frame is. Whatever its octets are, it reads none beyond the captured ones. */
export function decode(frame: Frame, declared: Declared): void {
  frame.kinds = 0;
  frame.etherType = 0;
  frame.network = -1;
  frame.transport = -1;
  frame.unlooked = '';
  if (!decodeLink(frame)) return;
  if (frame.etherType === etherTypes.ipv4) decodeIpv4(frame, declared);
  else if (frame.etherType === etherTypes.arp) decodeArp(frame);
  else if (frame.etherType === etherTypes.ipv6) decodeIpv6(frame);
  else frame.unlooked = etherTypeName(frame.etherType);
}

/** RFC 791 §3.1. */
function decodeIpv4(frame: Frame, declared: Declared): void {
  const { view, network, end } = frame;
  if (network + IPV4_HEADER > end) {
    frame.unlooked = shortName(frame, 'IPv4');
    return;
  }
  const first = view.getUint8(network);
  const header = (first & 15) * 4;
  const total = view.getUint16(network + 2);
  if (first >> 4 !== 4 || header < IPV4_HEADER || (total !== 0 && total < header)) {
    frame.unlooked = 'IPv4 with a malformed header';
    return;
  }
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
  frame.finalAt = header === IPV4_HEADER ? network + 16 : finalDestinationAt(frame);
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
  frame.kinds = seen | tunnelIn(frame);
}

/** RFC 826, for IPv4 over Ethernet: hardware addresses of 6 octets, protocol addresses of 4. */
function decodeArp(frame: Frame): void {
  const { view, network, end } = frame;
  if (network + ARP_OVER_ETHERNET > end) frame.unlooked = shortName(frame, 'ARP');
  else if (view.getUint16(network + 2) !== etherTypes.ipv4 || view.getUint16(network + 4) !== 0x0604)
    frame.unlooked = 'ARP of other addresses than IPv4 and Ethernet';
  else frame.kinds |= kinds.arp;
}
