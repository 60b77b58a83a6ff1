import { type Frame, kinds } from './frame.ts';

/** Link types that are understood (https://www.tcpdump.org/linktypes.html), by their numbers in files. */
export const linkTypes = {
  null: 0,
  ethernet: 1,
  rawDlt: 12,
  rawOpenBsd: 14,
  raw: 101,
  loop: 108,
  cooked: 113,
  ipv4: 228,
  ipv6: 229,
  cooked2: 276,
} as const;

export const etherTypes = {
  ipv4: 0x0800,
  arp: 0x0806,
  ipv6: 0x86dd,
  vlan: 0x8100,
  stacked: 0x88a8,
  stackedOld: 0x9100,
} as const;

/** More tags than any network stacks; where a frame has more, it is not followed. */
const MOST_TAGS = 8;

/** Sets the EtherType, the network header's place and, on Ethernet, the MACs. False: not understood. */
export function decodeLink(frame: Frame): boolean {
  const { view, at, end, linkType } = frame;
  if (linkType === linkTypes.ethernet) return decodeEthernet(frame);
  switch (linkType) {
    case linkTypes.cooked:
      if (end - at < 16) return false;
      frame.outgoing = view.getUint16(at) === SENT_BY_US || frame.outgoing;
      return followTags(frame, view.getUint16(at + 14), at + 16);
    case linkTypes.cooked2:
      if (end - at < 20) return false;
      frame.outgoing = view.getUint8(at + 10) === SENT_BY_US || frame.outgoing;
      return followTags(frame, view.getUint16(at), at + 20);
    case linkTypes.null:
    case linkTypes.loop:
      return decodeFamily(frame);
    case linkTypes.raw:
    case linkTypes.rawDlt:
    case linkTypes.rawOpenBsd:
      return decodeBare(frame);
    case linkTypes.ipv4:
    case linkTypes.ipv6:
      return decodeBare(frame);
    default:
      return false;
  }
}

/** The packet type of both cooked headers. */
const SENT_BY_US = 4;

function decodeEthernet(frame: Frame): boolean {
  const { view, at, end } = frame;
  if (end - at < 14) return false;
  const destinationHigh = view.getUint16(at);
  const destinationLow = view.getInt32(at + 2);
  const sourceHigh = view.getUint16(at + 6);
  const sourceLow = view.getInt32(at + 8);
  frame.destinationMacHigh = destinationHigh;
  frame.destinationMacLow = destinationLow;
  frame.sourceMacHigh = sourceHigh;
  frame.sourceMacLow = sourceLow;
  // A loopback interface has no MACs and says zero for both, groups and broadcasts included.
  if ((destinationHigh | destinationLow | sourceHigh | sourceLow) !== 0) frame.kinds = kinds.macs;
  const type = view.getUint16(at + 12);
  frame.etherType = type;
  frame.network = at + 14;
  if (type === etherTypes.ipv4) return true;
  if (type > LONGEST_LENGTH) return followTags(frame, type, at + 14);
  return decodeSnap(frame, at + 14);
}

/** Up to this number it is a length (IEEE 802.3), and an LLC header follows. */
const LONGEST_LENGTH = 1535;

/** IP over IEEE 802 (RFC 1042): LLC and SNAP, with organisation code 0. */
function decodeSnap(frame: Frame, at: number): boolean {
  const { view, end } = frame;
  if (end - at < 8 || view.getUint32(at) !== 0xaaaa0300 || view.getUint16(at + 4) !== 0) {
    frame.etherType = 0;
    return false;
  }
  return followTags(frame, view.getUint16(at + 6), at + 8);
}

function followTags(frame: Frame, first: number, from: number): boolean {
  let type = first;
  let network = from;
  for (let tags = 0; isTag(type); tags++) {
    if (tags === MOST_TAGS || network + 4 > frame.end) return false;
    type = frame.view.getUint16(network + 2);
    network += 4;
  }
  frame.etherType = type;
  frame.network = network;
  return true;
}

function isTag(type: number): boolean {
  return type === etherTypes.vlan || type === etherTypes.stacked || type === etherTypes.stackedOld;
}

/** The address family of the capturing system, in its octet order (null) or the network's (loop): both are tried. */
function decodeFamily(frame: Frame): boolean {
  const { view, at, end } = frame;
  if (end - at < 4) return false;
  const big = view.getUint32(at);
  const family = big > 0xffff ? view.getUint32(at, true) : big;
  frame.etherType = family === AF_INET ? etherTypes.ipv4 : AF_INET6.includes(family) ? etherTypes.ipv6 : 0;
  frame.network = at + 4;
  return frame.etherType !== 0;
}

const AF_INET = 2;

/** Linux, NetBSD and OpenBSD, FreeBSD, Darwin. */
const AF_INET6: readonly number[] = [10, 24, 28, 30];

function decodeBare(frame: Frame): boolean {
  const { view, at, end } = frame;
  if (end === at) return false;
  const version = view.getUint8(at) >> 4;
  frame.etherType = version === 4 ? etherTypes.ipv4 : version === 6 ? etherTypes.ipv6 : 0;
  frame.network = at;
  return frame.etherType !== 0;
}
