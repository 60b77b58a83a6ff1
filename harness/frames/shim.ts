import { type Frame, kinds } from './frame.ts';
import { llcName, pppName, shortName } from './names.ts';

export const etherTypes = {
  ipv4: 0x0800,
  arp: 0x0806,
  ipv6: 0x86dd,
  vlan: 0x8100,
  stacked: 0x88a8,
  stackedOld: 0x9100,
  mpls: 0x8847,
  mplsGroup: 0x8848,
  pppoeSession: 0x8864,
} as const;

/** More tags, and more MPLS labels, than any network stacks; where a frame has more, it is not followed. */
const MOST_TAGS = 8;
const MOST_LABELS = 16;

/** Follows what stands between the link's header and the network's: VLAN tags, PPPoE, MPLS. False: not looked into, and why. */
export function followType(frame: Frame, first: number, from: number): boolean {
  let type = first;
  let network = from;
  for (let tags = 0; isTag(type); tags++) {
    if (network + 4 > frame.end) return ends(frame, 'VLAN tags');
    if (tags === MOST_TAGS) return isLeft(frame, `more than ${MOST_TAGS} VLAN tags`);
    type = frame.view.getUint16(network + 2);
    network += 4;
  }
  frame.etherType = type;
  frame.network = network;
  if (type === etherTypes.pppoeSession) return followPppoe(frame, network);
  return type === etherTypes.mpls || type === etherTypes.mplsGroup ? followLabels(frame, network) : true;
}

/** IP over IEEE 802 (RFC 1042): LLC and SNAP, with organisation code 0. */
export function decodeLlc(frame: Frame, at: number): boolean {
  const { view, end } = frame;
  frame.etherType = 0;
  if (end - at < 3) return ends(frame, 'LLC');
  if (view.getUint8(at) !== SNAP) return isLeft(frame, llcName(view.getUint8(at)));
  if (end - at < 8) return ends(frame, 'SNAP');
  if (view.getUint32(at) !== 0xaaaa0300 || view.getUint16(at + 4) !== 0) return isLeft(frame, llcName(SNAP));
  return followType(frame, view.getUint16(at + 6), at + 8);
}

const SNAP = 0xaa;

function isTag(type: number): boolean {
  return type === etherTypes.vlan || type === etherTypes.stacked || type === etherTypes.stackedOld;
}

/** RFC 2516 §4, then the protocol of PPP (RFC 1661 §2), which may be compressed to an octet. */
function followPppoe(frame: Frame, at: number): boolean {
  const { view, end } = frame;
  if (at + 8 > end) return ends(frame, 'PPPoE session');
  if (view.getUint16(at) !== 0x1100) return isLeft(frame, 'PPPoE session of another version or code');
  const first = view.getUint8(at + 6);
  const isCompressed = (first & 1) === 1;
  const protocol = isCompressed ? first : view.getUint16(at + 6);
  if (protocol !== PPP_IPV4 && protocol !== PPP_IPV6) return isLeft(frame, `PPPoE session, ${pppName(protocol)}`);
  return carries(frame, protocol === PPP_IPV4 ? etherTypes.ipv4 : etherTypes.ipv6, at + (isCompressed ? 7 : 8));
}

const PPP_IPV4 = 0x0021;
const PPP_IPV6 = 0x0057;

/** RFC 3032 §2.1: labels up to the one with the mark of the last. What follows shows by its version alone. */
function followLabels(frame: Frame, from: number): boolean {
  const { view, end } = frame;
  let at = from;
  for (let labels = 1; ; labels++) {
    if (at + 5 > end) return ends(frame, 'MPLS');
    at += 4;
    if ((view.getUint8(at - 2) & 1) === 1) break;
    if (labels === MOST_LABELS) return isLeft(frame, `more than ${MOST_LABELS} MPLS labels`);
  }
  const version = view.getUint8(at) >> 4;
  if (version !== 4 && version !== 6) return isLeft(frame, 'MPLS that carries no IP');
  return carries(frame, version === 4 ? etherTypes.ipv4 : etherTypes.ipv6, at);
}

/** The MACs are those of the two ends of a line, not of the datagram's source and destination. */
function carries(frame: Frame, type: number, network: number): true {
  frame.etherType = type;
  frame.network = network;
  frame.kinds &= ~kinds.macs;
  return true;
}

function ends(frame: Frame, what: string): false {
  return isLeft(frame, shortName(frame, what));
}

function isLeft(frame: Frame, why: string): false {
  frame.unlooked = why;
  return false;
}
