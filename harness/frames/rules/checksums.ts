import { folded, halvesSum, isRightSum, sumOfEight, sumOfTwenty, swapped } from '../checksum.ts';
import { IPV4_HEADER, ipv4HeaderOctets, UDP_HEADER } from '../decode.ts';
import { type Frame, kinds, protocols } from '../frame.ts';
import { type FrameRule, field, judgement } from './rule.ts';

/**
 * The checksums of IPv4 headers, UDP, TCP and IGMP. A frame captured at its sender may show what its system leaves to
 * the hardware: the sum over the pseudo-header alone, or zeros in a frame that is marked as outgoing.
 */
export const checksums: FrameRule = {
  key: 'checksums',
  source: 'RFC 791 §3.1, RFC 768, RFC 9293 §3.1, RFC 2236 §2.3',
  kinds: kinds.ipv4,
  dependsOn: 'sums',
  judge: (frame) => {
    const header = judgeHeader(frame);
    if (header === judgement.held) return judgeTransport(frame);
    return isLeftWhole(frame) ? judgement.leftToHardware : header;
  },
  offence: (frame) => {
    const [what, at] = judgeHeader(frame) === judgement.held ? transportField(frame) : headerField(frame);
    const found = frame.view.getUint16(at);
    return {
      text: `expected ${what} 0x${hex(rightValue(frame, at))}, found 0x${hex(found)}`,
      octets: [field(frame, at, 2, what)],
    };
  },
};

function judgeHeader({ view, network, end }: Frame): number {
  const octets = (view.getUint8(network) & 15) * 4;
  if (network + octets > end) return judgement.cut;
  const sum = octets === IPV4_HEADER ? sumOfTwenty(view, network) : halvesSum(view, network, network + octets);
  return isRightSum(sum) ? judgement.held : judgement.broken;
}

/** Some systems leave the header's checksum at zero too: known by the mark, or by the transport's that is left as well. */
function isLeftWhole(frame: Frame): boolean {
  if (frame.view.getUint16(frame.network + 10) !== 0) return false;
  return frame.outgoing || judgeTransport(frame) === judgement.leftToHardware;
}

/** Held where the datagram has no other checksum, or the rest of it is in other fragments. */
function judgeTransport(frame: Frame): number {
  const { view, transport, networkEnd, end, protocol } = frame;
  if (transport === -1 || frame.fragment !== 0) return judgement.held;
  let segmentEnd = networkEnd;
  if (protocol === protocols.udp) {
    if (view.getUint16(transport + 6) === 0) return judgement.noChecksum;
    const length = view.getUint16(transport + 4);
    if (length !== 0) segmentEnd = length < UDP_HEADER ? NOWHERE : transport + length;
  }
  if (segmentEnd > end || segmentEnd > networkEnd) return judgement.cut;
  const before = protocol === protocols.igmp ? 0 : pseudoHeaderSum(frame, segmentEnd - transport);
  if (isRightSum(halvesSum(view, transport, segmentEnd) + before)) return judgement.held;
  return isLeftToHardware(frame, before) ? judgement.leftToHardware : judgement.broken;
}

/** Beyond any frame: where a segment ends whose length says less than its own header. */
const NOWHERE = 0x7fff_ffff;

/** The sum over the pseudo-header stands in the checksum's place, or, in a frame that is marked as outgoing, zero. */
function isLeftToHardware(frame: Frame, before: number): boolean {
  if (frame.protocol === protocols.igmp) return false;
  const [, at] = transportField(frame);
  const found = frame.view.getUint16(at, true);
  // With the length of the segment, or without it where the hardware is to cut it up.
  return found === folded(before) || found === folded(pseudoHeaderSum(frame, 0)) || (found === 0 && frame.outgoing);
}

/** RFC 9293 §3.1: both addresses, the protocol and the length of the segment. */
function pseudoHeaderSum({ view, network, protocol }: Frame, length: number): number {
  return sumOfEight(view, network + 12) + (protocol << 8) + swapped(length & 0xffff);
}

type ChecksumField = readonly [what: string, at: number];

function headerField({ network }: Frame): ChecksumField {
  return ['IPv4 header checksum', network + 10];
}

function transportField({ protocol, transport }: Frame): ChecksumField {
  if (protocol === protocols.udp) return ['UDP checksum', transport + 6];
  return protocol === protocols.tcp ? ['TCP checksum', transport + 16] : ['IGMP checksum', transport + 2];
}

/** What the field should have held. */
function rightValue(frame: Frame, at: number): number {
  const { view, network, transport, networkEnd, protocol } = frame;
  const own = view.getUint16(at, true);
  const withoutOwn = (sum: number): number => swapped(~folded(sum + (~own & 0xffff)) & 0xffff);
  if (at === network + 10) return withoutOwn(halvesSum(view, network, network + ipv4HeaderOctets(frame)));
  if (protocol === protocols.igmp) return withoutOwn(halvesSum(view, transport, networkEnd));
  const length = protocol === protocols.udp ? view.getUint16(transport + 4) : 0;
  const segmentEnd = length === 0 ? networkEnd : transport + length;
  const right = withoutOwn(halvesSum(view, transport, segmentEnd) + pseudoHeaderSum(frame, segmentEnd - transport));
  return protocol === protocols.udp && right === 0 ? 0xffff : right;
}

function hex(half: number): string {
  return half.toString(16).padStart(4, '0');
}
