import { folded, halvesSum, isRightSum, sumOfEight, sumOfTwenty, swapped } from '../checksum.ts';
import { type Frame, kinds, protocols } from '../frame.ts';
import { IPV4_HEADER, ipv4HeaderOctets } from '../ipv4-options.ts';
import { isTunnelPort, UDP_HEADER } from '../transport.ts';
import { type FrameRule, field, judgement, whyMissing } from './rule.ts';

/**
 * The checksums of IPv4 headers, UDP, TCP and IGMP, the two in the middle over IPv6 too. A frame captured at its sender may
 * show what its system leaves to the hardware: a header checksum of zero; in the place of the transport's, the sum over the
 * pseudo-header alone, or zeros in a frame that is marked as outgoing. Nobody can sum what a wrong UDP length covers.
 */
export const checksums: FrameRule = {
  key: 'checksums',
  source: 'RFC 791 §3.1, RFC 768, RFC 9293 §3.1, RFC 2236 §2.3, RFC 8200 §8.1',
  kinds: kinds.ipv4 | kinds.ipv6,
  dependsOn: 'sums',
  judge: (frame) => {
    if ((frame.kinds & kinds.ipv4) === 0) return judgeTransport(frame);
    const header = judgeHeader(frame);
    if (header === judgement.held) return judgeTransport(frame);
    return header === judgement.broken && frame.view.getUint16(headerField(frame)[1]) === 0
      ? judgement.leftToHardware
      : header;
  },
  offence: (frame) => {
    const isHeader = (frame.kinds & kinds.ipv4) !== 0 && judgeHeader(frame) === judgement.broken;
    if (!isHeader && frame.protocol === protocols.udp && !hasFittingLength(frame)) return lengthOffence(frame);
    const [what, at] = isHeader ? headerField(frame) : transportField(frame);
    const found = frame.view.getUint16(at);
    return {
      text: `expected ${what} 0x${hex(rightValue(frame, at))}, found 0x${hex(found)}`,
      octets: [field(frame, at, 2, what)],
    };
  },
};

function judgeHeader(frame: Frame): number {
  const { view, network, end } = frame;
  const octets = ipv4HeaderOctets(frame);
  if (network + octets > end) return whyMissing(frame);
  const sum = octets === IPV4_HEADER ? sumOfTwenty(view, network) : halvesSum(view, network, network + octets);
  return isRightSum(sum) ? judgement.held : judgement.broken;
}

/** Where the datagram carries something without a checksum that is looked at, its header's is all that there is. */
function judgeTransport(frame: Frame): number {
  const { view, transport, networkEnd, end, protocol } = frame;
  const isIpv4 = (frame.kinds & kinds.ipv4) !== 0;
  if (!isSummed(protocol, isIpv4)) return isIpv4 ? judgement.held : judgement.notApplicable;
  if (frame.fragment !== 0) return judgement.fragment;
  if (transport === -1) return whyMissing(frame);
  let segmentEnd = networkEnd;
  if (protocol === protocols.udp) {
    if (!hasFittingLength(frame)) return judgement.broken;
    if (view.getUint16(transport + 6) === 0) return judgeZero(frame, isIpv4);
    segmentEnd = datagramEnd(frame);
  }
  if (segmentEnd > end) return whyMissing(frame);
  const before = protocol === protocols.igmp ? 0 : pseudoHeaderSum(frame, segmentEnd - transport);
  if (isRightSum(halvesSum(view, transport, segmentEnd) + before)) return judgement.held;
  return isLeftToHardware(frame, before) ? judgement.leftToHardware : judgement.broken;
}

function isSummed(protocol: number, isIpv4: boolean): boolean {
  return protocol === protocols.udp || protocol === protocols.tcp || (isIpv4 && protocol === protocols.igmp);
}

/** A UDP length says at least its own header, and no more than IP carries. 0: more than it can say (RFC 2675 §4). */
function hasFittingLength({ view, transport, networkEnd }: Frame): boolean {
  const length = view.getUint16(transport + 4);
  const room = networkEnd - transport;
  return length === 0 ? room > LONGEST_DATAGRAM : length >= UDP_HEADER && length <= room;
}

const LONGEST_DATAGRAM = 65_535;

/** Behind the last octet of a UDP datagram whose length fits. */
function datagramEnd({ view, transport, networkEnd }: Frame): number {
  const length = view.getUint16(transport + 4);
  return length === 0 ? networkEnd : transport + length;
}

/** UDP without a checksum: anybody's choice over IPv4, over IPv6 that of tunnels alone (RFC 8200 §8.1, RFC 6935). */
function judgeZero(frame: Frame, isIpv4: boolean): number {
  if (isIpv4 || isTunnelPort(frame.view.getUint16(frame.transport + 2))) return judgement.noChecksum;
  return frame.outgoing ? judgement.leftToHardware : judgement.broken;
}

/** The sum over the pseudo-header stands in the checksum's place, or, in a frame that is marked as outgoing, zero. */
function isLeftToHardware(frame: Frame, before: number): boolean {
  if (frame.protocol === protocols.igmp) return false;
  const [, at] = transportField(frame);
  const found = frame.view.getUint16(at, true);
  // With the length of the segment, or without it where the hardware is to cut it up.
  return found === folded(before) || found === folded(pseudoHeaderSum(frame, 0)) || (found === 0 && frame.outgoing);
}

/** RFC 9293 §3.1, RFC 8200 §8.1: both addresses, the protocol and the length of the segment, in 32 bits. */
function pseudoHeaderSum(frame: Frame, length: number): number {
  return addressesSum(frame) + (frame.protocol << 8) + swapped(length & 0xffff) + swapped(length >>> 16);
}

function addressesSum({ view, network, finalAt, kinds: seen }: Frame): number {
  if (finalAt === network + 16 && (seen & kinds.ipv4) !== 0) return sumOfEight(view, network + 12);
  const [source, octets] = (seen & kinds.ipv4) !== 0 ? [network + 12, 4] : [network + 8, 16];
  return halvesSum(view, source, source + octets) + halvesSum(view, finalAt, finalAt + octets);
}

type ChecksumField = readonly [what: string, at: number];

function headerField({ network }: Frame): ChecksumField {
  return ['IPv4 header checksum', network + 10];
}

function transportField({ protocol, transport }: Frame): ChecksumField {
  if (protocol === protocols.udp) return ['UDP checksum', transport + 6];
  return protocol === protocols.tcp ? ['TCP checksum', transport + 16] : ['IGMP checksum', transport + 2];
}

function lengthOffence(frame: Frame) {
  const { view, transport, networkEnd } = frame;
  return {
    text: `expected a UDP length of ${UDP_HEADER} to ${networkEnd - transport}, found ${view.getUint16(transport + 4)}`,
    octets: [field(frame, transport + 4, 2, 'UDP length')],
  };
}

/** What the field should have held. */
function rightValue(frame: Frame, at: number): number {
  const { view, network, transport, networkEnd, protocol } = frame;
  const own = view.getUint16(at, true);
  const withoutOwn = (sum: number): number => swapped(~folded(sum + (~own & 0xffff)) & 0xffff);
  const isHeader = (frame.kinds & kinds.ipv4) !== 0 && at === network + 10;
  if (isHeader) return withoutOwn(halvesSum(view, network, network + ipv4HeaderOctets(frame)));
  if (protocol === protocols.igmp) return withoutOwn(halvesSum(view, transport, networkEnd));
  const segmentEnd = protocol === protocols.udp ? datagramEnd(frame) : networkEnd;
  const right = withoutOwn(halvesSum(view, transport, segmentEnd) + pseudoHeaderSum(frame, segmentEnd - transport));
  return protocol === protocols.udp && right === 0 ? 0xffff : right;
}

function hex(half: number): string {
  return half.toString(16).padStart(4, '0');
}
