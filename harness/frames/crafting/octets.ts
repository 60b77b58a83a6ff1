/** Frames made octet by octet, right in every field unless a field is given: for fixtures, tests and the benchmark. */
import { multicastMac, numberOf } from '../../addresses/ipv4.ts';
import { ipv4Octets as octetsOf } from '../../addresses/numbers.ts';
import { checksumOf } from '../checksum.ts';
import { etherTypes } from '../link.ts';

/** An Ethernet frame, padded to 60 octets (without its check sequence, as captures have it). */
export function ethernet({ destination, source, type, tags = [] }: EthernetFields, payload: Uint8Array): Uint8Array {
  const header = [...macOctets(destination), ...macOctets(source)];
  const tagged = tags.flatMap(({ type: tag, vlan }) => [...u16(tag), ...u16(vlan)]);
  const frame = Uint8Array.from([...header, ...tagged, ...u16(type), ...payload]);
  if (frame.length >= 60) return frame;
  const whole = new Uint8Array(60);
  whole.set(frame);
  return whole;
}

export interface EthernetFields {
  readonly destination: string;
  readonly source: string;
  readonly type: number;
  /** VLAN tags, the outermost first. */
  readonly tags?: readonly { readonly type: number; readonly vlan: number }[];
}

export interface Ipv4Fields {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly ttl?: number;
  readonly identification?: number;
  /** Flags and fragment offset. */
  readonly fragment?: number;
  /** By fours. */
  readonly options?: readonly number[];
  readonly checksum?: number;
  /** As the header says it. */
  readonly total?: number;
}

/** RFC 791 §3.1. */
export function ipv4(fields: Ipv4Fields, payload: Uint8Array): Uint8Array {
  const { source, destination, protocol, ttl = 64, identification = 0, fragment = 0, options = [] } = fields;
  const header = 20 + options.length;
  const total = fields.total ?? header + payload.length;
  const octets = Uint8Array.from([
    ...[0x40 | (header / 4), 0, ...u16(total)],
    ...[...u16(identification), ...u16(fragment), ttl, protocol, 0, 0],
    ...[...ipv4Octets(source), ...ipv4Octets(destination), ...options, ...payload],
  ]);
  setU16(octets, 10, fields.checksum ?? checksumOf(octets.subarray(0, header)));
  return octets;
}

export interface PortFields {
  readonly source: string;
  readonly destination: string;
  readonly from: number;
  readonly to: number;
  readonly checksum?: number;
}

/** RFC 768. */
export function udp(fields: PortFields & { readonly length?: number }, payload: Uint8Array): Uint8Array {
  const length = fields.length ?? 8 + payload.length;
  const octets = Uint8Array.from([...u16(fields.from), ...u16(fields.to), ...u16(length), 0, 0, ...payload]);
  setU16(octets, 6, fields.checksum ?? (segmentChecksum(octets, fields, 17) || 0xffff));
  return octets;
}

export interface TcpFields extends PortFields {
  readonly sequence: number;
  readonly acknowledgement?: number;
  /** FIN 1, SYN 2, RST 4, PSH 8, ACK 16. */
  readonly flags: number;
}

/** RFC 9293 §3.1, without options. */
export function tcp(fields: TcpFields, payload: Uint8Array = new Uint8Array()): Uint8Array {
  const { from, to, sequence, acknowledgement = 0, flags } = fields;
  const octets = Uint8Array.from([
    ...[...u16(from), ...u16(to), ...u32(sequence), ...u32(acknowledgement)],
    ...[0x50, flags, ...u16(65_535), 0, 0, 0, 0, ...payload],
  ]);
  setU16(octets, 16, fields.checksum ?? segmentChecksum(octets, fields, 6));
  return octets;
}

/** The sum over the pseudo-header alone, as a sender leaves it to the hardware. */
export function partialChecksum(fields: PortFields, protocol: number, length: number): number {
  return ~checksumOf(pseudoHeader(fields, protocol, length)) & 0xffff;
}

/** A version 1 or 2 message: type, response time, group. */
export function igmp(type: number, group: string, checksum?: number): Uint8Array {
  return checked(Uint8Array.from([type, 0, 0, 0, ...ipv4Octets(group)]), checksum);
}

/** A version 3 report (RFC 3376 §4.2). */
export function igmpV3Report(
  records: readonly { readonly type: number; readonly group: string; readonly sources?: readonly string[] }[],
  count = records.length,
): Uint8Array {
  const octets = records.flatMap(({ type, group, sources = [] }) => [
    ...[type, 0, ...u16(sources.length), ...ipv4Octets(group)],
    ...sources.flatMap(ipv4Octets),
  ]);
  return checked(Uint8Array.from([0x22, 0, 0, 0, 0, 0, ...u16(count), ...octets]));
}

/** The IP option Router Alert (RFC 2113). */
export const routerAlert: readonly number[] = [148, 4, 0, 0];

/** RFC 826: 1 asks, 2 answers. */
export function arp(
  operation: number,
  sender: readonly [mac: string, address: string],
  target: readonly [mac: string, address: string],
): Uint8Array {
  return Uint8Array.from([
    ...[...u16(1), ...u16(etherTypes.ipv4), 6, 4, ...u16(operation)],
    ...[sender, target].flatMap(([mac, address]) => [...macOctets(mac), ...ipv4Octets(address)]),
  ]);
}

/** RFC 8200 §3. */
export function ipv6(source: string, destination: string, next: number, payload: Uint8Array): Uint8Array {
  return Uint8Array.from([
    ...[0x60, 0, 0, 0, ...u16(payload.length), next, 64],
    ...[...hexOctets(source), ...hexOctets(destination), ...payload],
  ]);
}

/** The MAC of a group (RFC 1112 §6.4). */
export function groupMac(group: string): string {
  return multicastMac(group).toLowerCase();
}

export function u16(number: number): readonly number[] {
  return [(number >>> 8) & 255, number & 255];
}

export function u32(number: number): readonly number[] {
  return [...u16(number >>> 16), ...u16(number)];
}

function checked(octets: Uint8Array, checksum?: number): Uint8Array {
  setU16(octets, 2, checksum ?? checksumOf(octets));
  return octets;
}

function segmentChecksum(segment: Uint8Array, fields: PortFields, protocol: number): number {
  return checksumOf(Uint8Array.from([...pseudoHeader(fields, protocol, segment.length), ...segment]));
}

/** Over IPv6, too, whose addresses are 32 hexadecimal digits. */
function pseudoHeader({ source, destination }: PortFields, protocol: number, length: number): Uint8Array {
  if (!source.includes('.')) {
    const addresses = [...hexOctets(source), ...hexOctets(destination)];
    return Uint8Array.from([...addresses, ...u32(length), 0, 0, 0, protocol]);
  }
  return Uint8Array.from([...ipv4Octets(source), ...ipv4Octets(destination), 0, protocol, ...u16(length)]);
}

function setU16(octets: Uint8Array, at: number, number: number): void {
  octets.set(u16(number), at);
}

function ipv4Octets(address: string): readonly number[] {
  return octetsOf(numberOf(address));
}

function macOctets(mac: string): readonly number[] {
  return hexOctets(mac.replaceAll(':', ''));
}

function hexOctets(digits: string): readonly number[] {
  return (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}
