import { closeSync, openSync, writeSync } from 'node:fs';
import { checksumOf, halvesSum } from '../checksum.ts';
import { etherTypes } from '../link.ts';
import { arp, ethernet, groupMac, igmp, ipv4, routerAlert, tcp, udp } from './octets.ts';
import { seeded } from './random.ts';

/** How many frames of each kind a generated capture has. */
export interface TrafficCounts {
  multicast: number;
  broadcast: number;
  tcp: number;
  igmp: number;
  arp: number;
  /** Groups in the MAC of another group, and unicast addresses in a group's MAC, half and half. */
  wrong: number;
}

export const TRAFFIC_GROUP = '224.202.20.30';
export const TRAFFIC_NET = '192.168.0.0/16';

/** TCP connections of a generated capture, each whole: opened, used, closed by both sides. */
const TRAFFIC_CONNECTIONS = 64;

const BROADCAST = '192.168.255.255';
const EVERYBODY = 'ff:ff:ff:ff:ff:ff';

/** Shares in a thousand; the rest is wrong. */
const shares = { multicast: 400, broadcast: 200, tcp: 300, igmp: 40, arp: 54 } as const;

/** Octets of a frame: from 60 to 300. */
const SIZES = 241;

/** The writer's buffer. */
const CHUNK = 1_048_576;

/**
 * Writes a pcap file of that many frames, the same for the same number: every frame right but for the wrong ones
 * (6 in a thousand), of 60 to 300 octets. Resolves nothing, keeps nothing: 4 million frames take the memory of one chunk.
 */
export function writeTraffic(file: string, frames: number): TrafficCounts {
  const random = seeded(1);
  const kinds = shuffledKinds(random);
  const templates = templatesOf();
  const connections = openConnections(Math.round((frames * shares.tcp) / 1000));
  const counts: TrafficCounts = { multicast: 0, broadcast: 0, tcp: 0, igmp: 0, arp: 0, wrong: 0 };
  const descriptor = openSync(file, 'w');
  const chunk = Buffer.alloc(CHUNK);
  let filled = fileHeader(chunk);
  for (let index = 0; index < frames; index++) {
    const kind = kinds[index % kinds.length] ?? 'wrong';
    const size = random() % SIZES;
    const octets = kind === 'tcp' ? connections(counts.tcp, size) : templates[kind](size, counts[kind]);
    counts[kind]++;
    if (filled + 16 + octets.length > CHUNK) {
      writeSync(descriptor, chunk, 0, filled);
      filled = 0;
    }
    chunk.writeUInt32LE(1_700_000_000 + Math.floor(index / 1000), filled);
    chunk.writeUInt32LE((index % 1000) * 1000, filled + 4);
    chunk.writeUInt32LE(octets.length, filled + 8);
    chunk.writeUInt32LE(octets.length, filled + 12);
    chunk.set(octets, filled + 16);
    filled += 16 + octets.length;
  }
  writeSync(descriptor, chunk, 0, filled);
  closeSync(descriptor);
  return counts;
}

function fileHeader(chunk: Buffer): number {
  [0xa1b2c3d4, 0x00040002, 0, 0, 262_144, 1].forEach((word, index) => {
    chunk.writeUInt32LE(word, 4 * index);
  });
  return 24;
}

type Kind = keyof TrafficCounts;

/** A thousand kinds in the right shares, in an order that repeats. */
function shuffledKinds(random: () => number): readonly Kind[] {
  const share = (kind: keyof typeof shares): Kind[] => Array.from({ length: shares[kind] }, () => kind);
  const kinds = [...share('multicast'), ...share('broadcast'), ...share('tcp'), ...share('igmp'), ...share('arp')];
  while (kinds.length < 1000) kinds.push('wrong');
  return kinds
    .map((kind) => ({ kind, order: random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ kind }) => kind);
}

type Make = (size: number, count: number) => Uint8Array;

function templatesOf(): Readonly<Record<Exclude<Kind, 'tcp'>, Make>> {
  const multicast = bySize((size) => udpTo(TRAFFIC_GROUP, groupMac(TRAFFIC_GROUP), 1, size));
  const broadcast = bySize((size) => udpTo(BROADCAST, EVERYBODY, 64, size));
  const wrongGroup = bySize((size) => udpTo(TRAFFIC_GROUP, groupMac('224.202.20.31'), 1, size));
  const wrongUnicast = bySize((size) => udpTo('192.168.0.7', groupMac(TRAFFIC_GROUP), 64, size));
  const report = igmpTo('224.202.20.30', 0x16, '224.202.20.30');
  const leave = igmpTo('224.0.0.2', 0x17, '224.202.20.30');
  const question = arpFrom(1, EVERYBODY);
  const answer = arpFrom(2, MACS[1]);
  return {
    multicast,
    broadcast,
    igmp: (_, count) => (count % 2 === 0 ? report : leave),
    arp: (_, count) => (count % 2 === 0 ? question : answer),
    wrong: (size, count) => (count % 2 === 0 ? wrongGroup : wrongUnicast)(size, count),
  };
}

const MACS = ['02:00:00:00:00:01', '02:00:00:00:00:02'] as const;

/** A frame for each size, made once. */
function bySize(make: (size: number) => Uint8Array): Make {
  const made = Array.from({ length: SIZES }, (_, size) => make(size));
  return (size) => made[size] ?? new Uint8Array();
}

/** `size` 0 is the smallest frame: 60 octets, of which 42 are headers. */
function udpTo(destination: string, mac: string, ttl: number, size: number): Uint8Array {
  const addresses = { source: '192.168.0.5', destination };
  const datagram = udp({ ...addresses, from: 40_000, to: 54_321 }, new Uint8Array(18 + size).fill(size));
  const packet = ipv4({ ...addresses, protocol: 17, ttl }, datagram);
  return ethernet({ destination: mac, source: MACS[0], type: etherTypes.ipv4 }, packet);
}

function igmpTo(destination: string, type: number, group: string): Uint8Array {
  const packet = ipv4(
    { source: '192.168.0.5', destination, protocol: 2, ttl: 1, options: routerAlert },
    igmp(type, group),
  );
  return ethernet({ destination: groupMac(destination), source: MACS[0], type: etherTypes.ipv4 }, packet);
}

function arpFrom(operation: number, destination: string): Uint8Array {
  const packet = arp(operation, [MACS[0], '192.168.0.5'], ['00:00:00:00:00:00', '192.168.0.6']);
  return ethernet({ destination, source: MACS[0], type: etherTypes.arp }, packet);
}

/** Where TCP begins in these frames, and fields in it. */
const TCP_AT = 34;
const SEQUENCE_AT = TCP_AT + 4;
const ACKNOWLEDGEMENT_AT = TCP_AT + 8;
const FLAGS_AT = TCP_AT + 13;
const CHECKSUM_AT = TCP_AT + 16;

/** The nth TCP frame of a capture: the connections take turns, and each sends, acknowledges and closes. */
function openConnections(total: number): (count: number, size: number) => Uint8Array {
  const each = Math.floor(total / TRAFFIC_CONNECTIONS);
  const connections = Array.from({ length: TRAFFIC_CONNECTIONS }, (_, port) => openConnection(20_000 + port));
  return (count, size) => {
    const turn = Math.floor(count / TRAFFIC_CONNECTIONS);
    const left = each - turn;
    return connections[count % TRAFFIC_CONNECTIONS]?.(turn, left, size) ?? new Uint8Array();
  };
}

function openConnection(port: number): (turn: number, left: number, size: number) => Uint8Array {
  const forth = bySize((size) => segment('192.168.0.5', '192.168.0.6', port, 54_321, MACS, size));
  const back = segment('192.168.0.6', '192.168.0.5', 54_321, port, [MACS[1], MACS[0]], 0, 0);
  const next = { forth: port, back: 2 * port };
  const send = (frame: Uint8Array, isForth: boolean, flags: number, octets: number): Uint8Array => {
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
    view.setUint32(SEQUENCE_AT, isForth ? next.forth : next.back);
    view.setUint32(ACKNOWLEDGEMENT_AT, flags === SYN ? 0 : isForth ? next.back : next.forth);
    view.setUint8(FLAGS_AT, flags);
    seal(frame, view);
    if (isForth) next.forth = (next.forth + octets) >>> 0;
    else next.back = (next.back + octets) >>> 0;
    return frame;
  };
  const bare = segment('192.168.0.5', '192.168.0.6', port, 54_321, MACS, 0, 0);
  return (turn, left, size) => {
    if (turn === 0) return send(bare, true, SYN, 1);
    if (turn === 1) return send(back, false, SYN | ACK, 1);
    if (turn === 2) return send(bare, true, ACK, 0);
    if (left === 3) return send(bare, true, FIN | ACK, 1);
    if (left === 2) return send(back, false, FIN | ACK, 1);
    if (left <= 1) return send(bare, true, ACK, 0);
    return turn % 4 === 0 ? send(back, false, ACK, 0) : send(forth(size, turn), true, PSH | ACK, 6 + size);
  };
}

const FIN = 1;
const SYN = 2;
const PSH = 8;
const ACK = 16;

/** `size` 0 is the smallest frame: 60 octets, of which 54 are headers. */
function segment(
  source: string,
  destination: string,
  from: number,
  to: number,
  macs: readonly [string, string],
  size: number,
  payload = 6 + size,
): Uint8Array {
  const data = new Uint8Array(payload).fill(size);
  const octets = tcp({ source, destination, from, to, sequence: 0, flags: 0 }, data);
  const packet = ipv4({ source, destination, protocol: 6 }, octets);
  return ethernet({ destination: macs[1], source: macs[0], type: etherTypes.ipv4 }, packet);
}

/** Puts the right checksum into a segment. */
function seal(frame: Uint8Array, view: DataView): void {
  const end = 14 + view.getUint16(16);
  const length = end - TCP_AT;
  view.setUint16(CHECKSUM_AT, 0);
  const before = halvesSum(view, 26, 34) + (6 << 8) + (((length & 255) << 8) | (length >>> 8));
  view.setUint16(CHECKSUM_AT, checksumOf(frame.subarray(TCP_AT, end), before));
}
