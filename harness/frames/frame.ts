import type { Clock } from './clock.ts';

/**
 * The frame that is being looked at: where it lies in the reader's buffer, and what the decoder made of it. There is one
 * of it, written over for every frame: an object a frame would cost more than all the rules. Offsets count from the
 * beginning of `octets`; -1 stands for "not there". Nothing of it may be kept beyond the call that it is handed to.
 */
export interface Frame {
  // The record: set by the reader.
  octets: Uint8Array;
  view: DataView;
  /** From 1, as Wireshark counts: by file, in the order of the records. */
  number: number;
  at: number;
  /** Behind its last captured octet. */
  end: number;
  /** Octets that it had on the wire. */
  original: number;
  linkType: number;
  /** True where the capture says that this host sent it: a wrong checksum may be the hardware's to fill in. */
  outgoing: boolean;
  timeHigh: number;
  timeLow: number;
  /** Undefined where the record has no time (simple packet blocks). */
  clock: Clock | undefined;

  // What it is: set by the decoder.
  /** A sum of `kinds`. */
  kinds: number;
  destinationMacHigh: number;
  destinationMacLow: number;
  sourceMacHigh: number;
  sourceMacLow: number;
  /** Where the MACs begin; they are there if `kinds.macs` is. */
  destinationMacAt: number;
  sourceMacAt: number;
  etherType: number;
  /** Where the network header begins: IPv4, IPv6 or ARP. */
  network: number;
  /** Behind the datagram's last octet on the wire, which may not have been captured. */
  networkEnd: number;
  /** Where the header of the transport, or of IGMP, begins; -1 in a later fragment and where it was not captured. */
  transport: number;
  protocol: number;
  ttl: number;
  /** More-fragments flag and fragment offset. */
  fragment: number;
  /** IPv4 addresses, signed. */
  source: number;
  destination: number;
  /** Where the address begins that the pseudo-header of a checksum has as destination: the last one of a source route. */
  finalAt: number;
  /** What of the frame is not looked into, by name: all of it, or what a tunnel carries. Empty: nothing is left out. */
  unlooked: string;
}

/** What a rule may ask of a frame. Rules name the kinds that they look at, and see no others. */
export const kinds = {
  /** It has MACs that mean something: not a link type without, not the zeros of a loopback interface. */
  macs: 1,
  ipv4: 2,
  /** The IPv4 destination is a group. */
  group: 4,
  /** The IPv4 destination is 255.255.255.255 or the directed broadcast of a declared prefix. */
  broadcast: 8,
  /** Any other IPv4 destination. */
  unicast: 16,
  arp: 32,
  igmp: 64,
  udp: 128,
  tcp: 256,
  ipv6: 512,
  /** The IPv6 destination is a group. */
  ipv6Group: 1024,
  /** It carries another datagram, which is not looked into. */
  tunnel: 2048,
} as const;

export const protocols = { icmp: 1, igmp: 2, tcp: 6, udp: 17 } as const;

/** Whether the capture holds less of a frame than was on the wire. */
export function isCut({ at, end, original }: Frame): boolean {
  return end - at < original;
}

/** A frame before the first one. */
export function emptyFrame(octets: Uint8Array): Frame {
  return {
    octets,
    view: new DataView(octets.buffer, octets.byteOffset, octets.byteLength),
    number: 0,
    at: 0,
    end: 0,
    original: 0,
    linkType: 0,
    outgoing: false,
    timeHigh: 0,
    timeLow: 0,
    clock: undefined,
    kinds: 0,
    destinationMacHigh: 0,
    destinationMacLow: 0,
    sourceMacHigh: 0,
    sourceMacLow: 0,
    destinationMacAt: 0,
    sourceMacAt: 0,
    etherType: 0,
    network: -1,
    networkEnd: -1,
    transport: -1,
    protocol: 0,
    ttl: 0,
    fragment: 0,
    source: 0,
    destination: 0,
    finalAt: 0,
    unlooked: '',
  };
}
