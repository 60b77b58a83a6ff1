import { type Frame, isCut } from './frame.ts';

/** A link type in words (https://www.tcpdump.org/linktypes.html). */
export function linkTypeName(linkType: number): string {
  return linkTypeNames.get(linkType) ?? `link type ${linkType}`;
}

/** An EtherType in words (IEEE, "EtherType"). */
export function etherTypeName(type: number): string {
  return etherTypeNames.get(type) ?? `EtherType 0x${hex(type)}`;
}

/** What PPP carries in words (IANA, "PPP Protocol Numbers"). */
export function pppName(protocol: number): string {
  return pppNames.get(protocol) ?? `protocol 0x${hex(protocol)}`;
}

/** An LLC header in words, by its destination's service access point. */
export function llcName(point: number): string {
  return llcNames.get(point) ?? `LLC for service access point 0x${point.toString(16).padStart(2, '0')}`;
}

/** What ends before its header does: because the capture cut it, or of itself. */
export function shortName(frame: Frame, what: string): string {
  return isCut(frame) ? `${what} whose header was not captured whole` : `${what} that ends within its header`;
}

function hex(half: number): string {
  return half.toString(16).padStart(4, '0');
}

const linkTypeNames: ReadonlyMap<number, string> = new Map([
  [3, 'AX.25'],
  [6, 'Token Ring'],
  [7, 'ARCNET'],
  [8, 'SLIP'],
  [9, 'PPP'],
  [10, 'FDDI'],
  [50, 'PPP in HDLC'],
  [51, 'PPPoE'],
  [100, 'ATM'],
  [104, 'Cisco HDLC'],
  [107, 'Frame Relay'],
  [117, 'OpenBSD pflog'],
  [119, '802.11 with Prism header'],
  [122, 'IP over Fibre Channel'],
  [143, 'DOCSIS'],
  [144, 'IrDA'],
  [163, '802.11 with AVS header'],
  [166, 'PPP with direction, of pppd'],
  [187, 'Bluetooth HCI'],
  [189, 'USB of Linux'],
  [192, 'PPI'],
  [195, 'IEEE 802.15.4'],
  [197, 'ERF'],
  [201, 'Bluetooth HCI with direction'],
  [204, 'PPP with direction'],
  [220, 'USB of Linux, padded'],
  [224, 'Fibre Channel'],
  [225, 'Fibre Channel with delimiters'],
  [226, 'Solaris ipnet'],
  [227, 'CAN of Linux'],
  [230, 'IEEE 802.15.4 without check sequence'],
  [231, 'D-Bus'],
  [239, 'Linux nflog'],
  [240, 'netANALYZER'],
  [242, 'IP over InfiniBand'],
  [243, 'MPEG-2 transport stream'],
  [247, 'InfiniBand'],
  [249, 'USB of USBPcap'],
  [251, 'Bluetooth Low Energy'],
  [252, 'Wireshark upper PDUs'],
  [253, 'Linux netlink'],
  [254, 'Bluetooth monitor of Linux'],
  [256, 'Bluetooth Low Energy with radio header'],
  [258, 'Apple pktap'],
  [266, 'USB of Darwin'],
  [271, 'vsock of Linux'],
  [272, 'Bluetooth Low Energy of nRF sniffers'],
  [274, 'Ethernet with mPackets'],
  [283, 'IEEE 802.15.4 with TAP header'],
]);

const etherTypeNames: ReadonlyMap<number, string> = new Map([
  [0x22ea, 'stream reservation'],
  [0x22f0, 'AVTP'],
  [0x6003, 'DECnet'],
  [0x6558, 'Ethernet in GRE'],
  [0x8035, 'RARP'],
  [0x809b, 'AppleTalk'],
  [0x80f3, 'AppleTalk ARP'],
  [0x8100, 'VLAN tags'],
  [0x8137, 'IPX'],
  [0x8808, 'Ethernet flow control'],
  [0x8809, 'slow protocols (LACP)'],
  [0x8863, 'PPPoE discovery'],
  [0x8864, 'PPPoE session'],
  [0x888e, '802.1X'],
  [0x8892, 'PROFINET'],
  [0x8899, 'Realtek layer 2'],
  [0x88a2, 'ATA over Ethernet'],
  [0x88a4, 'EtherCAT'],
  [0x88a8, 'VLAN tags'],
  [0x88b8, 'GOOSE'],
  [0x88ba, 'sampled values'],
  [0x88ca, 'TIPC'],
  [0x88cc, 'LLDP'],
  [0x88e1, 'HomePlug'],
  [0x88e5, 'MACsec'],
  [0x88e7, 'provider backbone bridging'],
  [0x88f7, 'PTP'],
  [0x8902, 'connectivity fault management'],
  [0x8906, 'Fibre Channel over Ethernet'],
  [0x890d, '802.11 remote frames'],
  [0x8914, 'Fibre Channel over Ethernet, initialisation'],
  [0x8915, 'RoCE'],
  [0x893a, 'IEEE 1905'],
  [0x894f, 'NSH'],
  [0x9000, 'Ethernet loopback test'],
  [0x9100, 'VLAN tags'],
]);

const pppNames: ReadonlyMap<number, string> = new Map([
  [0x00fd, 'compressed datagrams'],
  [0x8021, 'IPCP'],
  [0x8057, 'IPV6CP'],
  [0x80fd, 'CCP'],
  [0xc021, 'LCP'],
  [0xc023, 'PAP'],
  [0xc223, 'CHAP'],
  [0xc227, 'EAP'],
]);

const llcNames: ReadonlyMap<number, string> = new Map([
  [0x42, 'spanning tree'],
  [0xaa, 'SNAP of another organisation'],
  [0xe0, 'IPX'],
  [0xf0, 'NetBIOS'],
  [0xfe, 'OSI network layer (IS-IS)'],
  [0xff, 'IPX'],
]);
