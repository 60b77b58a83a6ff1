/** Single frames between made-up hosts of the network 10.0.0.0/24, right in every field that is not asked to be wrong. */
import { recordTypes } from '../igmp.ts';
import { etherTypes } from '../link.ts';
import {
  arp,
  type EthernetFields,
  ethernet,
  groupMac,
  type Ipv4Fields,
  igmp,
  igmpV3Report,
  ipv4,
  ipv6,
  partialChecksum,
  routerAlert,
  type TcpFields,
  tcp,
  u16,
  udp,
} from './octets.ts';

export const NET = '10.0.0.0/24';
export const GROUP = '224.202.20.30';
export const EVERYBODY = 'ff:ff:ff:ff:ff:ff';
export const NOBODY = '00:00:00:00:00:00';

export interface Host {
  readonly mac: string;
  readonly address: string;
}

export const phone: Host = { mac: '02:00:00:00:00:01', address: '10.0.0.1' };
export const pc: Host = { mac: '02:00:00:00:00:02', address: '10.0.0.2' };

/** The payload of the multicast and broadcast endpoints (suites/README.md, "Wire formats"). */
export const hello = new TextEncoder().encode('hello world');

export interface Wrongs {
  readonly link?: Partial<EthernetFields>;
  readonly network?: Partial<Ipv4Fields>;
  readonly transport?: { readonly checksum?: number; readonly length?: number };
}

/** The datagram of the phone's multicast sender. */
export function toGroup(wrongs: Wrongs = {}, group = GROUP): Uint8Array {
  return datagram(group, groupMac(group), 1, wrongs);
}

/** The datagram of the phone's broadcast sender. */
export function toAll(wrongs: Wrongs = {}, destination = '255.255.255.255'): Uint8Array {
  return datagram(destination, EVERYBODY, 64, wrongs);
}

/** A datagram from the phone to the PC. */
export function toPc(wrongs: Wrongs = {}): Uint8Array {
  return datagram(pc.address, pc.mac, 64, wrongs);
}

/** An IPv4 packet of the phone in an Ethernet frame. */
export function packet(
  link: Pick<EthernetFields, 'destination'>,
  fields: Ipv4Fields,
  payload: Uint8Array,
  wrongs: Wrongs = {},
): Uint8Array {
  return ethernet(
    { source: phone.mac, type: etherTypes.ipv4, ...link, ...wrongs.link },
    ipv4({ ...fields, ...wrongs.network }, payload),
  );
}

/** The IPv4 packet of a datagram, for links without Ethernet. */
export function barePacket(destination: string, ttl: number): Uint8Array {
  const addresses = { source: phone.address, destination };
  return ipv4({ ...addresses, protocol: 17, ttl }, udp({ ...addresses, from: 40_000, to: 54_321 }, hello));
}

export const joinV1 = (): Uint8Array => membership(GROUP, igmp(0x12, GROUP), { network: { options: [] } });
export const joinV2 = (wrongs: Wrongs = {}): Uint8Array =>
  membership(GROUP, igmp(0x16, GROUP, wrongs.transport?.checksum), wrongs);
export const leaveV2 = (wrongs: Wrongs = {}, to = '224.0.0.2'): Uint8Array => membership(to, igmp(0x17, GROUP), wrongs);
export const joinV3 = (wrongs: Wrongs = {}): Uint8Array =>
  membership('224.0.0.22', igmpV3Report([{ type: recordTypes.toExclude, group: GROUP }]), wrongs);
export const leaveV3 = (wrongs: Wrongs = {}): Uint8Array =>
  membership('224.0.0.22', igmpV3Report([{ type: recordTypes.toInclude, group: GROUP }]), wrongs);

/** An IGMP message of the phone. */
export function membership(destination: string, message: Uint8Array, wrongs: Wrongs = {}): Uint8Array {
  const fields = { source: phone.address, destination, protocol: 2, ttl: 1, options: routerAlert };
  return packet({ destination: groupMac(destination) }, fields, message, wrongs);
}

/** The phone asks who has that address. */
export function question(target: string, destination = EVERYBODY): Uint8Array {
  return ethernet(
    { destination, source: phone.mac, type: etherTypes.arp },
    arp(1, [phone.mac, phone.address], [NOBODY, target]),
  );
}

/** The PC answers the phone. */
export function answer(): Uint8Array {
  return ethernet(
    { destination: phone.mac, source: pc.mac, type: etherTypes.arp },
    arp(2, [pc.mac, pc.address], [phone.mac, phone.address]),
  );
}

/** A TCP segment between phone and PC, port 54321 on the PC's side. */
export function segment(
  from: Host,
  fields: Pick<TcpFields, 'sequence' | 'flags'> & Partial<TcpFields>,
  text = '',
  wrongs: Wrongs = {},
): Uint8Array {
  const to = from === phone ? pc : phone;
  const [source, destination] = from === phone ? [40_000, 54_321] : [54_321, 40_000];
  const addresses = { source: from.address, destination: to.address };
  const octets = tcp(
    { ...addresses, from: source, to: destination, ...fields, ...wrongs.transport },
    new TextEncoder().encode(text),
  );
  return packet({ destination: to.mac }, { ...addresses, protocol: 6 }, octets, {
    ...wrongs,
    link: { source: from.mac, ...wrongs.link },
  });
}

export const flags = { fin: 1, syn: 2, rst: 4, psh: 8, ack: 16 } as const;

/** A fortune conversation from SYN to the last ACK. */
export function conversation(phrase: string): readonly Uint8Array[] {
  const { fin, syn, psh, ack } = flags;
  const server = 5000 + 1 + phrase.length;
  return [
    segment(phone, { sequence: 1000, flags: syn }),
    segment(pc, { sequence: 5000, acknowledgement: 1001, flags: syn | ack }),
    segment(phone, { sequence: 1001, acknowledgement: 5001, flags: ack }),
    segment(pc, { sequence: 5001, acknowledgement: 1001, flags: psh | ack }, phrase),
    segment(pc, { sequence: server, acknowledgement: 1001, flags: fin | ack }),
    segment(phone, { sequence: 1001, acknowledgement: server + 1, flags: fin | ack }),
    segment(pc, { sequence: server + 1, acknowledgement: 1002, flags: ack }),
  ];
}

/** What a sender hands to its hardware: the sum over the pseudo-header stands in the checksum's place. */
export function leftToHardware(): readonly Uint8Array[] {
  const addresses = { source: phone.address, destination: pc.address, from: 40_000, to: 54_321 };
  return [
    toPc({ transport: { checksum: partialChecksum(addresses, 17, 8 + hello.length) } }),
    segment(phone, { sequence: 1, flags: flags.ack }, 'hello', {
      transport: { checksum: partialChecksum(addresses, 6, 25) },
    }),
  ];
}

/** The addresses of phone and PC on a link with IPv6. */
export const phoneV6 = 'fe80000000000000000000fffe000001';
export const pcV6 = 'fe80000000000000000000fffe000002';

/** An IPv6 packet of the phone to the PC in an Ethernet frame. */
export function packetV6(next: number, payload: Uint8Array, destination = pcV6): Uint8Array {
  return ethernet(
    { destination: pc.mac, source: phone.mac, type: etherTypes.ipv6 },
    ipv6(phoneV6, destination, next, payload),
  );
}

const portsV6 = { source: phoneV6, destination: pcV6, from: 40_000, to: 54_321 };

/** What a datagram over IPv6 carries; `to` is the destination that its checksum covers. */
export function datagramV6(wrongs: Partial<Parameters<typeof udp>[0]> = {}, to = pcV6): Uint8Array {
  return udp({ ...portsV6, destination: to, ...wrongs }, hello);
}

export function segmentV6(checksum?: number): Uint8Array {
  const sum = checksum === undefined ? {} : { checksum };
  return tcp({ ...portsV6, sequence: 1, flags: flags.ack, ...sum }, hello);
}

/** A datagram over IPv4 whose source route leads to the third host, 10.0.0.9, by way of the PC. */
export function routed(protocol: 6 | 17, pointer = 4): Uint8Array {
  const last = '10.0.0.9';
  const ports = { source: phone.address, destination: pointer > 7 ? pc.address : last, from: 40_000, to: 54_321 };
  const carried = protocol === 17 ? udp(ports, hello) : tcp({ ...ports, sequence: 1, flags: flags.ack }, hello);
  const options = [131, 7, pointer, 10, 0, 0, 9, 0];
  return packet(
    { destination: pc.mac },
    { source: phone.address, destination: pc.address, protocol, options },
    carried,
  );
}

/** The IPv4 packet of a datagram to the PC, right or with a wrong UDP checksum. */
export function bareToPc(wrongs: Wrongs = {}): Uint8Array {
  return toPc(wrongs).subarray(14, 14 + 20 + 8 + hello.length);
}

/** Behind the header of a PPPoE session (RFC 2516 §4). */
export function inPppoe(carried: Uint8Array, protocol = 0x0021): Uint8Array {
  const header = [0x11, 0, 0, 1, ...u16(carried.length + 2), ...u16(protocol)];
  return between(etherTypes.pppoeSession, header, carried);
}

/** Behind two labels of MPLS (RFC 3032 §2.1). */
export function inMpls(carried: Uint8Array): Uint8Array {
  return between(etherTypes.mpls, [0, 1, 0, 64, 0, 2, 1, 64], carried);
}

function between(type: number, header: readonly number[], carried: Uint8Array): Uint8Array {
  return ethernet({ destination: pc.mac, source: phone.mac, type }, Uint8Array.from([...header, ...carried]));
}

const macs = { phone: [2, 0, 0, 0, 0, 1], pc: [2, 0, 0, 0, 0, 2], station: [2, 0, 0, 0, 0, 3] } as const;

/** What a frame of IEEE 802.11 says of itself. */
export interface WifiFields {
  /** The frame control field, as a little-endian number; by default data from an access point. */
  readonly control?: number;
  readonly addresses?: readonly (readonly number[])[];
  readonly sequence?: number;
  /** Behind the addresses: quality and throughput control, padding. */
  readonly more?: readonly number[];
}

/** A datagram in a frame of IEEE 802.11, from the access point to the PC unless something else is said. */
export function inWifi(carried: Uint8Array, fields: WifiFields = {}): Uint8Array {
  const { control = 0x0208, addresses = [macs.pc, macs.station, macs.phone], sequence = 16, more = [] } = fields;
  const [first = [], second = [], third = [], fourth = []] = addresses;
  return Uint8Array.from([
    ...[control & 255, control >> 8, 0, 0, ...first, ...second, ...third, sequence & 255, sequence >> 8],
    ...[...fourth, ...more, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0, ...carried],
  ]);
}

/** Behind a header of radiotap: with a time and flags, and padding behind the next header if the flags say so. */
export function inRadiotap(frame: Uint8Array, flag?: number): Uint8Array {
  if (flag === undefined) return Uint8Array.from([0, 0, 8, 0, 0, 0, 0, 0, ...frame]);
  // Two words of fields that are present; the time at the next multiple of eight octets.
  const header = [0, 0, 26, 0, 3, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, flag, 0];
  return Uint8Array.from([...header, ...frame]);
}

/** A neighbour solicitation to a solicited-node group (RFC 4861), without its contents. */
export function ipv6ToGroup(mac = '33:33:ff:00:00:02'): Uint8Array {
  const from = 'fe80000000000000000000fffe000001';
  const to = 'ff0200000000000000000001ff000002';
  return ethernet(
    { destination: mac, source: phone.mac, type: etherTypes.ipv6 },
    ipv6(from, to, 58, new Uint8Array(8)),
  );
}

function datagram(destination: string, mac: string, ttl: number, wrongs: Wrongs): Uint8Array {
  const addresses = { source: wrongs.network?.source ?? phone.address, destination };
  const octets = udp({ ...addresses, from: 40_000, to: 54_321, ...wrongs.transport }, hello);
  return packet({ destination: mac }, { ...addresses, protocol: 17, ttl }, octets, wrongs);
}
