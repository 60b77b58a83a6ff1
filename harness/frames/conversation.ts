import { ipv6Text } from '../addresses/ipv6.ts';
import { ipv4Text } from '../addresses/numbers.ts';
import type { Conversation, ConversationEnd, ConversationSide, Conversations } from '../contracts/inspection.ts';
import { type Frame, kinds } from './frame.ts';

/** Follows the TCP connections of a capture. */
export interface ConversationTracker {
  readonly add: (frame: Frame) => void;
  readonly list: () => Conversations;
}

/** Connections that are followed; more are counted. Keeps the memory bounded whatever the size of the capture. */
const MOST_FOLLOWED = 1024;

/** Boundaries that are kept of each side. */
const MOST_BOUNDARIES = 64;

/** Gaps in a side's stream that are remembered, to tell late segments from repeated ones. */
const MOST_HOLES = 16;

interface Tracked {
  readonly isIpv6: boolean;
  readonly portA: number;
  readonly portB: number;
  /** Addresses in words of 32 bits: those of A, then those of B. */
  readonly words: readonly number[];
  readonly first: number;
  last: number;
  readonly a: Side;
  readonly b: Side;
  readonly ends: ConversationEnd[];
}

interface Side {
  readonly address: string;
  segments: number;
  octets: number;
  retransmissions: number;
  reordered: number;
  readonly boundaries: { frame: number; from: number; octets: number }[];
  moreBoundaries: number;
  hasBegun: boolean;
  /** Sequence number of the stream's first octet, and of the octet that is to come. */
  base: number;
  next: number;
  /** Pairs of sequence numbers: from, to. */
  readonly holes: number[];
}

const flags = { fin: 1, syn: 2, rst: 4, ack: 16 } as const;

export function trackConversations(): ConversationTracker {
  const all: Tracked[] = [];
  /** Conversations by the hash of their addresses and ports, the latest last. */
  const byHash = new Map<number, Tracked[]>();
  let notFollowed = 0;

  const find = (frame: Frame): Tracked | undefined => {
    const candidates = byHash.get(hashOf(frame));
    if (candidates === undefined) return undefined;
    for (let index = candidates.length - 1; index >= 0; index--) {
      const one = candidates[index];
      if (one !== undefined && directionOf(one, frame) !== 0) return one;
    }
    return undefined;
  };

  const begin = (frame: Frame): Tracked | undefined => {
    if (all.length === MOST_FOLLOWED) return undefined;
    const tracked = newConversation(frame);
    const hash = hashOf(frame);
    all.push(tracked);
    const candidates = byHash.get(hash);
    if (candidates === undefined) byHash.set(hash, [tracked]);
    else candidates.push(tracked);
    return tracked;
  };

  return {
    add: (frame) => {
      const { view, transport, networkEnd } = frame;
      const header = (view.getUint8(transport + 12) >> 4) * 4;
      const payload = networkEnd - transport - header;
      if (header < 20 || payload < 0 || (frame.fragment & 0x1fff) !== 0) return;
      const known = find(frame);
      const tracked = known === undefined || isNext(known, frame) ? begin(frame) : known;
      if (tracked === undefined) notFollowed++;
      else addSegment(tracked, frame, payload);
    },
    list: () => ({ followed: all.map(conversationOf), segmentsNotFollowed: notFollowed }),
  };
}

/** Whether a segment opens another connection between the same ports: a SYN that does not repeat the known one's. */
function isNext({ a, ends }: Tracked, frame: Frame): boolean {
  const set = frame.view.getUint8(frame.transport + 13);
  if ((set & (flags.syn | flags.ack)) !== flags.syn) return false;
  return ends.length > 0 || ((frame.view.getInt32(frame.transport + 4) + 1) | 0) !== a.base;
}

function addSegment(tracked: Tracked, frame: Frame, payload: number): void {
  const { view, transport, number } = frame;
  const side = directionOf(tracked, frame) === 1 ? tracked.a : tracked.b;
  const set = view.getUint8(transport + 13);
  const sequence = view.getInt32(transport + 4);
  tracked.last = number;
  side.segments++;
  if ((set & flags.rst) !== 0) noteEnd(tracked, side, 'RST', number);
  else addOctets(side, sequence, payload, set, number);
  if ((set & flags.fin) !== 0) noteEnd(tracked, side, 'FIN', number);
}

function addOctets(side: Side, sequence: number, payload: number, set: number, number: number): void {
  const syn = (set & flags.syn) !== 0 ? 1 : 0;
  const size = payload + syn + ((set & flags.fin) !== 0 ? 1 : 0);
  if (!side.hasBegun) {
    side.hasBegun = true;
    side.base = (sequence + syn) | 0;
    side.next = sequence;
  }
  if (size === 0) return;
  const ahead = (sequence - side.next) | 0;
  const end = (sequence + size) | 0;
  if (ahead >= 0) {
    if (ahead > 0) noteHole(side, side.next, sequence);
    side.next = end;
    noteOctets(side, (sequence + syn) | 0, payload, number);
  } else if (((end - side.next) | 0) > 0) {
    // Repeats what was sent and goes on with more.
    const fresh = Math.min(payload, (end - side.next) | 0);
    side.retransmissions++;
    noteOctets(side, side.next, fresh, number);
    side.next = end;
  } else if (fillsHole(side, sequence, end)) {
    side.reordered++;
    noteOctets(side, sequence, payload, number);
  } else if (!(ahead === -1 && size <= 1 && syn === 0 && (set & flags.fin) === 0)) {
    // An octet that was acknowledged before, alone, is a keep-alive (RFC 9293 §3.8.4).
    side.retransmissions++;
  }
}

function noteOctets(side: Side, sequence: number, payload: number, number: number): void {
  if (payload <= 0) return;
  side.octets += payload;
  if (side.boundaries.length === MOST_BOUNDARIES) side.moreBoundaries++;
  else side.boundaries.push({ frame: number, from: (sequence - side.base) >>> 0, octets: payload });
}

function noteHole({ holes }: Side, from: number, to: number): void {
  if (holes.length === 2 * MOST_HOLES) holes.splice(0, 2);
  holes.push(from, to);
}

/** Whether a segment brings octets that were missing; they are not missing any more. */
function fillsHole({ holes }: Side, from: number, to: number): boolean {
  for (let index = 0; index < holes.length; index += 2) {
    const begin = holes[index] ?? 0;
    const end = holes[index + 1] ?? 0;
    if (((from - end) | 0) >= 0 || ((to - begin) | 0) <= 0) continue;
    const rest = [...(((from - begin) | 0) > 0 ? [begin, from] : []), ...(((end - to) | 0) > 0 ? [to, end] : [])];
    holes.splice(index, 2, ...rest.slice(0, 2 * MOST_HOLES - holes.length + 2));
    return true;
  }
  return false;
}

function noteEnd({ ends }: Tracked, { address }: Side, how: 'FIN' | 'RST', frame: number): void {
  if (!ends.some((end) => end.by === address && end.how === how)) ends.push({ by: address, how, frame });
}

/** 1: from A to B; 2: from B to A; 0: another conversation. */
function directionOf(tracked: Tracked, frame: Frame): 0 | 1 | 2 {
  const { view, transport } = frame;
  const isIpv6 = (frame.kinds & kinds.ipv6) !== 0;
  if (tracked.isIpv6 !== isIpv6) return 0;
  const sourcePort = view.getUint16(transport);
  const destinationPort = view.getUint16(transport + 2);
  const words = isIpv6 ? 4 : 1;
  const sourceAt = frame.network + (isIpv6 ? 8 : 12);
  const destinationAt = sourceAt + 4 * words;
  if (sourcePort === tracked.portA && destinationPort === tracked.portB) {
    if (isAddress(tracked, 0, words, view, sourceAt) && isAddress(tracked, words, words, view, destinationAt)) return 1;
  }
  if (sourcePort === tracked.portB && destinationPort === tracked.portA) {
    if (isAddress(tracked, words, words, view, sourceAt) && isAddress(tracked, 0, words, view, destinationAt)) return 2;
  }
  return 0;
}

function isAddress({ words }: Tracked, from: number, count: number, view: DataView, at: number): boolean {
  for (let index = 0; index < count; index++) {
    if (words[from + index] !== view.getInt32(at + 4 * index)) return false;
  }
  return true;
}

/** The same in both directions. */
function hashOf(frame: Frame): number {
  const { view, transport } = frame;
  const isIpv6 = (frame.kinds & kinds.ipv6) !== 0;
  const from = frame.network + (isIpv6 ? 8 : 12);
  const to = from + (isIpv6 ? 32 : 8);
  let hash = view.getUint16(transport) * view.getUint16(transport + 2);
  for (let at = from; at < to; at += 4) hash = (hash + Math.imul(view.getInt32(at), 0x9e3779b1)) | 0;
  return hash;
}

function newConversation(frame: Frame): Tracked {
  const { view, network, transport, number } = frame;
  const isIpv6 = (frame.kinds & kinds.ipv6) !== 0;
  // Seen first in the answer to the opening: the other side opened it.
  const opens = (view.getUint8(transport + 13) & (flags.syn | flags.ack)) !== (flags.syn | flags.ack);
  const words = isIpv6 ? 4 : 1;
  const sourceAt = network + (isIpv6 ? 8 : 12);
  const [fromA, fromB] = opens ? [sourceAt, sourceAt + 4 * words] : [sourceAt + 4 * words, sourceAt];
  const [portA, portB] = opens
    ? [view.getUint16(transport), view.getUint16(transport + 2)]
    : [view.getUint16(transport + 2), view.getUint16(transport)];
  const wordsAt = (from: number): number[] =>
    Array.from({ length: words }, (_, index) => view.getInt32(from + 4 * index));
  return {
    isIpv6,
    portA,
    portB,
    words: [...wordsAt(fromA), ...wordsAt(fromB)],
    first: number,
    last: number,
    a: newSide(endpointText(view, fromA, isIpv6, portA)),
    b: newSide(endpointText(view, fromB, isIpv6, portB)),
    ends: [],
  };
}

function newSide(address: string): Side {
  return {
    address,
    segments: 0,
    octets: 0,
    retransmissions: 0,
    reordered: 0,
    boundaries: [],
    moreBoundaries: 0,
    hasBegun: false,
    base: 0,
    next: 0,
    holes: [],
  };
}

function conversationOf({ first, last, a, b, ends }: Tracked): Conversation {
  return { first, last, sides: [sideOf(a), sideOf(b)], ends };
}

function sideOf({
  address,
  segments,
  octets,
  retransmissions,
  reordered,
  boundaries,
  moreBoundaries,
}: Side): ConversationSide {
  return { address, segments, octets, retransmissions, reordered, boundaries, moreBoundaries };
}

/** An address and a port of a segment, as a URL writes them. `at` is where the address begins. */
function endpointText(view: DataView, at: number, isIpv6: boolean, port: number): string {
  return isIpv6 ? `[${ipv6Text(view, at)}]:${port}` : `${ipv4Text(view.getInt32(at))}:${port}`;
}
