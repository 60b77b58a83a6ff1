import { ipv6Text } from '../addresses/ipv6.ts';
import { macText } from '../addresses/mac.ts';
import { ipv4Text } from '../addresses/numbers.ts';
import { type Frame, kinds, protocols } from './frame.ts';
import { groupIn, igmpTypes, typeOf } from './igmp.ts';

/** A frame in one line, for a person: who sent it to whom, what it is. */
export function lineOf(frame: Frame): string {
  const macs = (frame.kinds & kinds.macs) === 0 ? [] : [macsOf(frame)];
  return [...macs, contentsOf(frame), `${frame.original} octets`].join(', ');
}

function macsOf(frame: Frame): string {
  const { sourceMacHigh, sourceMacLow, destinationMacHigh, destinationMacLow } = frame;
  return `${macText(sourceMacHigh, sourceMacLow)} > ${macText(destinationMacHigh, destinationMacLow)}`;
}

function contentsOf(frame: Frame): string {
  const { view, network, transport, source, destination, ttl, fragment, protocol } = frame;
  if ((frame.kinds & kinds.arp) !== 0) return arpOf(frame);
  if ((frame.kinds & kinds.ipv6) !== 0) {
    return `${ipv6Text(view, network + 8)} > ${ipv6Text(view, network + 24)}, next header ${protocol}`;
  }
  if ((frame.kinds & kinds.ipv4) === 0) return frame.unlooked;
  const isPorted = (frame.kinds & (kinds.udp | kinds.tcp)) !== 0;
  const [from, to] = isPorted ? [`:${view.getUint16(transport)}`, `:${view.getUint16(transport + 2)}`] : ['', ''];
  const piece = fragment === 0 ? [] : [`fragment at ${(fragment & 0x1fff) * 8}`];
  return [`${ipv4Text(source)}${from} > ${ipv4Text(destination)}${to}`, protocolOf(frame), `TTL ${ttl}`, ...piece].join(
    ', ',
  );
}

function protocolOf(frame: Frame): string {
  if ((frame.kinds & kinds.igmp) !== 0) return igmpOf(frame);
  const known = Object.entries(protocols).find(([, number]) => number === frame.protocol);
  const name = known === undefined ? `protocol ${frame.protocol}` : known[0].toUpperCase();
  if ((frame.kinds & kinds.tcp) === 0) return name;
  const set = frame.view.getUint8(frame.transport + 13);
  return `TCP ${tcpFlags.filter((_, bit) => (set & (1 << bit)) !== 0).join(' ')}`;
}

/** From the lowest bit (RFC 9293 §3.1). */
const tcpFlags = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR'] as const;

function igmpOf(frame: Frame): string {
  switch (typeOf(frame)) {
    case igmpTypes.query:
      return `IGMP query for ${ipv4Text(groupIn(frame))}`;
    case igmpTypes.reportV1:
      return `IGMPv1 report for ${ipv4Text(groupIn(frame))}`;
    case igmpTypes.reportV2:
      return `IGMPv2 report for ${ipv4Text(groupIn(frame))}`;
    case igmpTypes.leaveV2:
      return `IGMPv2 leave of ${ipv4Text(groupIn(frame))}`;
    case igmpTypes.reportV3:
      return `IGMPv3 report of ${frame.view.getUint16(frame.transport + 6)} records`;
    default:
      return `IGMP type 0x${typeOf(frame).toString(16)}`;
  }
}

function arpOf({ view, network }: Frame): string {
  const operation = view.getUint16(network + 6);
  const sender = ipv4Text(view.getInt32(network + 14));
  const target = ipv4Text(view.getInt32(network + 24));
  if (operation === 1) return `ARP: who has ${target}? tell ${sender}`;
  return operation === 2 ? `ARP: ${sender} answers ${target}` : `ARP operation ${operation}`;
}
