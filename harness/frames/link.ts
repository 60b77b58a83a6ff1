import { type Frame, kinds } from './frame.ts';
import { linkTypeName, shortName } from './names.ts';
import { decodeLlc, etherTypes, followType } from './shim.ts';
import { decodeRadiotap, decodeWifi } from './wifi.ts';

export { etherTypes } from './shim.ts';

/** Link types that are understood (https://www.tcpdump.org/linktypes.html), by their numbers in files. */
export const linkTypes = {
  null: 0,
  ethernet: 1,
  rawDlt: 12,
  rawOpenBsd: 14,
  raw: 101,
  wifi: 105,
  loop: 108,
  cooked: 113,
  radiotap: 127,
  ipv4: 228,
  ipv6: 229,
  cooked2: 276,
} as const;

/** Sets the EtherType, the network header's place and, where the link has some, the MACs. False: not looked into, and why. */
export function decodeLink(frame: Frame): boolean {
  const { view, at, end, linkType } = frame;
  if (linkType === linkTypes.ethernet) return decodeEthernet(frame);
  switch (linkType) {
    case linkTypes.cooked:
      if (end - at < 16) return ends(frame, 'Linux cooked capture');
      frame.outgoing = view.getUint16(at) === SENT_BY_US || frame.outgoing;
      return followType(frame, view.getUint16(at + 14), at + 16);
    case linkTypes.cooked2:
      if (end - at < 20) return ends(frame, 'Linux cooked capture');
      frame.outgoing = view.getUint8(at + 10) === SENT_BY_US || frame.outgoing;
      return followType(frame, view.getUint16(at), at + 20);
    case linkTypes.null:
    case linkTypes.loop:
      return decodeFamily(frame);
    case linkTypes.raw:
    case linkTypes.rawDlt:
    case linkTypes.rawOpenBsd:
    case linkTypes.ipv4:
    case linkTypes.ipv6:
      return decodeBare(frame);
    case linkTypes.wifi:
      return decodeWifi(frame, at, false);
    case linkTypes.radiotap:
      return decodeRadiotap(frame);
    default:
      frame.unlooked = linkTypeName(linkType);
      return false;
  }
}

/** The packet type of both cooked headers. */
const SENT_BY_US = 4;

function ends(frame: Frame, what: string): false {
  frame.unlooked = shortName(frame, what);
  return false;
}

function decodeEthernet(frame: Frame): boolean {
  const { view, at, end } = frame;
  if (end - at < 14) return ends(frame, 'Ethernet');
  const destinationHigh = view.getUint16(at);
  const destinationLow = view.getInt32(at + 2);
  const sourceHigh = view.getUint16(at + 6);
  const sourceLow = view.getInt32(at + 8);
  frame.destinationMacHigh = destinationHigh;
  frame.destinationMacLow = destinationLow;
  frame.sourceMacHigh = sourceHigh;
  frame.sourceMacLow = sourceLow;
  frame.destinationMacAt = at;
  frame.sourceMacAt = at + 6;
  // A loopback interface has no MACs and says zero for both, groups and broadcasts included.
  if ((destinationHigh | destinationLow | sourceHigh | sourceLow) !== 0) frame.kinds = kinds.macs;
  const type = view.getUint16(at + 12);
  frame.etherType = type;
  frame.network = at + 14;
  if (type === etherTypes.ipv4) return true;
  return type > LONGEST_LENGTH ? followType(frame, type, at + 14) : decodeLlc(frame, at + 14);
}

/** Up to this number it is a length (IEEE 802.3), and an LLC header follows. */
const LONGEST_LENGTH = 1535;

/** The address family of the capturing system, in its octet order (null) or the network's (loop): both are tried. */
function decodeFamily(frame: Frame): boolean {
  const { view, at, end } = frame;
  if (end - at < 4) return ends(frame, 'loopback');
  const big = view.getUint32(at);
  const family = big > 0xffff ? view.getUint32(at, true) : big;
  frame.etherType = family === AF_INET ? etherTypes.ipv4 : AF_INET6.includes(family) ? etherTypes.ipv6 : 0;
  frame.network = at + 4;
  if (frame.etherType === 0) frame.unlooked = `loopback of address family ${family}`;
  return frame.etherType !== 0;
}

const AF_INET = 2;

/** Linux, NetBSD and OpenBSD, FreeBSD, Darwin. */
const AF_INET6: readonly number[] = [10, 24, 28, 30];

function decodeBare(frame: Frame): boolean {
  const { view, at, end } = frame;
  if (end === at) return ends(frame, 'raw IP');
  const version = view.getUint8(at) >> 4;
  frame.etherType = version === 4 ? etherTypes.ipv4 : version === 6 ? etherTypes.ipv6 : 0;
  frame.network = at;
  if (frame.etherType === 0) frame.unlooked = `IP of version ${version}`;
  return frame.etherType !== 0;
}
