import { type Frame, kinds, protocols } from './frame.ts';

/** Octets of the headers that rules look at, as far as they do not vary. */
export const TCP_HEADER = 20;
export const UDP_HEADER = 8;
const IGMP_HEADER = 8;

/** Octets of a header that does not vary; of one that is not looked at, more than there ever are. */
export function headerOctetsOf(protocol: number): number {
  if (protocol === protocols.udp) return UDP_HEADER;
  if (protocol === protocols.tcp) return TCP_HEADER;
  return protocol === protocols.igmp ? IGMP_HEADER : 0x7fff_ffff;
}

/** The kind of a protocol whose header is looked at. */
export function kindOf(protocol: number): number {
  if (protocol === protocols.udp) return kinds.udp;
  return protocol === protocols.tcp ? kinds.tcp : kinds.igmp;
}

/** `kinds.tunnel` and the tunnel's name in `unlooked`, if the protocol of the frame, or its UDP port, is one; else 0. */
export function tunnelIn(frame: Frame): number {
  const { view, protocol, transport } = frame;
  const name =
    protocol === protocols.udp
      ? transport === -1
        ? undefined
        : tunnelPorts.get(view.getUint16(transport + 2))
      : tunnels.get(protocol);
  if (name === undefined) return 0;
  frame.unlooked = name;
  return kinds.tunnel;
}

/** Whether a UDP port is that of a tunnel, whose datagrams may go without a checksum over IPv6 (RFC 6935). */
export function isTunnelPort(port: number): boolean {
  return tunnelPorts.has(port);
}

/** By protocol number (IANA, "Assigned Internet Protocol Numbers"). */
const tunnels: ReadonlyMap<number, string> = new Map([
  [4, 'IPv4 in IP'],
  [41, 'IPv6 in IP'],
  [47, 'GRE'],
  [50, 'ESP (IPsec)'],
  [51, 'AH (IPsec)'],
  [55, 'minimal encapsulation'],
  [94, 'IPIP'],
  [97, 'EtherIP'],
  [108, 'IPComp'],
  [115, 'L2TP'],
  [137, 'MPLS in IP'],
]);

/** By UDP destination port (IANA, "Service Name and Transport Protocol Port Number Registry"). */
const tunnelPorts: ReadonlyMap<number, string> = new Map([
  [1701, 'L2TP'],
  [2152, 'GTP-U'],
  [3544, 'Teredo'],
  [4341, 'LISP'],
  [4500, 'IPsec in UDP'],
  [4754, 'GRE in UDP'],
  [4789, 'VXLAN'],
  [4790, 'VXLAN-GPE'],
  [6081, 'Geneve'],
  [6635, 'MPLS in UDP'],
]);
