import { type Clock, MICROSECONDS, pcapngClock } from './clock.ts';
import type { Frame } from './frame.ts';
import { type Damage, damageAt, type Input, LONGEST_FRAME, type Walker } from './input.ts';
import { tooLong } from './pcap.ts';

/** Block types (draft-ietf-opsawg-pcapng §4 and the registry in §11). */
export const blocks = {
  section: 0x0a0d0d0a,
  interface: 1,
  packet: 2,
  simplePacket: 3,
  enhancedPacket: 6,
  journal: 9,
  event: 0x204,
  eventOld: 0x216,
  eventLarge: 0x221,
  custom: 0xbad,
  customNotCopied: 0x40000bad,
} as const;

/** Type, length, and the length again behind the body. */
const BLOCK_FRAME = 12;

/** A block that is looked at must fit into the window: its frame, and as much again for its options. */
const LONGEST_BLOCK = 2 * LONGEST_FRAME;

/** Each costs memory; real captures have a handful. */
const MOST_INTERFACES = 65_536;

export const BYTE_ORDER = 0x1a2b3c4d;

/** What the blocks before have said. */
interface Section {
  little: boolean;
  interfaces: Interface[];
}

interface Interface {
  readonly linkType: number;
  /** 0: no limit. */
  readonly snapLength: number;
  readonly clock: Clock;
}

/** Whether these are the first four octets of a pcapng file: the type of a section header is a palindrome. */
export function isPcapng(view: DataView): boolean {
  return view.getUint32(0) === blocks.section;
}

/** Nothing is read yet: the first block is a section header like any other. */
export function openPcapng(): Walker {
  const section: Section = { little: true, interfaces: [] };

  const walk = (input: Input, frame: Frame, visit: (frame: Frame) => void): Damage | undefined => {
    while (input.at + BLOCK_FRAME <= input.filled) {
      const { view, at, filled } = input;
      const type = view.getUint32(at, section.little);
      if (type === blocks.section) {
        const damage = beginSection(input, section);
        if (damage !== undefined) return damage;
      }
      const length = view.getUint32(at + 4, section.little);
      if (length < BLOCK_FRAME || length % 4 !== 0) {
        return damageAt(input, at + 4, `expected a block length of 12 or more, by fours, found ${length}`);
      }
      if (length > LONGEST_BLOCK) {
        if (isLookedAt(type)) {
          return damageAt(input, at + 4, `expected a block of at most ${LONGEST_BLOCK} octets, found ${length}`);
        }
        if (isNumbered(type)) frame.number++;
        input.skip = length - (filled - at);
        input.at = filled;
        return undefined;
      }
      const end = at + length;
      if (end > filled) return undefined;
      const again = view.getUint32(end - 4, section.little);
      if (again !== length) {
        return damageAt(input, end - 4, `expected the block's length of ${length} again, found ${again}`);
      }
      const damage = readBlock(type, input, end - 4, section, frame, visit);
      if (damage !== undefined) return damage;
      input.at = end;
    }
    return undefined;
  };

  const cutOff = ({ view, at, filled }: Input): string => {
    if (at + BLOCK_FRAME > filled) return `expected a block of at least ${BLOCK_FRAME} octets, found ${filled - at}`;
    return `expected a block of ${view.getUint32(at + 4, section.little)} octets, found ${filled - at}`;
  };

  return { format: 'pcapng', walk, cutOff };
}

/** Blocks whose contents matter; all others are passed over, whatever their length. */
function isLookedAt(type: number): boolean {
  return type <= blocks.simplePacket || type === blocks.enhancedPacket || type === blocks.section;
}

/** Wireshark gives a number to these, though they are no frames. */
function isNumbered(type: number): boolean {
  return numbered.includes(type);
}

const numbered: readonly number[] = [
  blocks.journal,
  blocks.event,
  blocks.eventOld,
  blocks.eventLarge,
  blocks.custom,
  blocks.customNotCopied,
];

/** A section has its own octet order and its own interfaces. */
function beginSection(input: Input, section: Section): Damage | undefined {
  const { view, at } = input;
  const magic = view.getUint32(at + 8);
  section.little = magic !== BYTE_ORDER;
  section.interfaces = [];
  if (view.getUint32(at + 8, section.little) === BYTE_ORDER) return undefined;
  return damageAt(input, at + 8, `expected the octet order 1A2B3C4D, found ${magic.toString(16).padStart(8, '0')}`);
}

/** `end` is where the body ends. */
function readBlock(
  type: number,
  input: Input,
  end: number,
  section: Section,
  frame: Frame,
  visit: (frame: Frame) => void,
): Damage | undefined {
  switch (type) {
    case blocks.section: {
      const major = end - input.at < 24 ? 0 : input.view.getUint16(input.at + 12, section.little);
      return major === 1 ? undefined : damageAt(input, input.at + 12, `expected version 1 of pcapng, found ${major}`);
    }
    case blocks.interface:
      return readInterface(input, end, section);
    case blocks.enhancedPacket:
      return readPacket(input, end, section, 28, frame, visit);
    case blocks.packet:
      return readPacket(input, end, section, 28, frame, visit);
    case blocks.simplePacket:
      return readSimplePacket(input, end, section, frame, visit);
    default:
      if (isNumbered(type)) frame.number++;
      return undefined;
  }
}

function readInterface(input: Input, end: number, { little, interfaces }: Section): Damage | undefined {
  const { view, at } = input;
  if (end < at + 16) return damageAt(input, at + 4, 'expected an interface description of at least 20 octets');
  if (interfaces.length === MOST_INTERFACES) {
    return damageAt(input, at, `expected at most ${MOST_INTERFACES} interfaces in a section, found more`);
  }
  const resolutionAt = optionOf(view, at + 16, end, little, 9, 1);
  const offsetAt = optionOf(view, at + 16, end, little, 14, 8);
  interfaces.push({
    linkType: view.getUint16(at + 8, little),
    snapLength: view.getUint32(at + 12, little),
    clock: pcapngClock(
      resolutionAt === -1 ? MICROSECONDS : view.getUint8(resolutionAt),
      offsetAt === -1 ? 0n : view.getBigInt64(offsetAt, little),
    ),
  });
  return undefined;
}

/** Enhanced packet blocks and the packet blocks before them differ in the width of the interface's number alone. */
function readPacket(
  input: Input,
  end: number,
  { little, interfaces }: Section,
  header: number,
  frame: Frame,
  visit: (frame: Frame) => void,
): Damage | undefined {
  const { view, at } = input;
  const data = at + header;
  if (end < data) return damageAt(input, at + 4, `expected a packet block of at least ${header + 4} octets`);
  const isEnhanced = view.getUint32(at, little) === blocks.enhancedPacket;
  const index = isEnhanced ? view.getUint32(at + 8, little) : view.getUint16(at + 8, little);
  const from = interfaces[index];
  if (from === undefined) return damageAt(input, at + 8, noInterface(index, interfaces.length));
  const captured = view.getUint32(at + 20, little);
  if (captured > LONGEST_FRAME) return damageAt(input, at + 20, tooLong(captured));
  if (captured > end - data) {
    return damageAt(input, at + 20, `expected a frame within its block of ${end + 4 - at} octets, found ${captured}`);
  }
  const flagsAt = optionOf(view, data + padded(captured), end, little, 2, 4);
  frame.outgoing = flagsAt !== -1 && (view.getUint32(flagsAt, little) & 3) === OUTBOUND;
  frame.number++;
  frame.linkType = from.linkType;
  frame.clock = from.clock;
  frame.timeHigh = view.getUint32(at + 12, little);
  frame.timeLow = view.getUint32(at + 16, little);
  frame.original = view.getUint32(at + 24, little);
  frame.at = data;
  frame.end = data + captured;
  visit(frame);
  return undefined;
}

/** The lowest two bits of a packet's flags. */
const OUTBOUND = 2;

/** Simple packet blocks come from the first interface and have no time. */
function readSimplePacket(
  input: Input,
  end: number,
  { little, interfaces: [from] }: Section,
  frame: Frame,
  visit: (frame: Frame) => void,
): Damage | undefined {
  const { view, at } = input;
  const data = at + 12;
  if (end < data) return damageAt(input, at + 4, 'expected a simple packet block of at least 16 octets');
  if (from === undefined) return damageAt(input, at, noInterface(0, 0));
  const original = view.getUint32(at + 8, little);
  const captured = from.snapLength === 0 ? original : Math.min(original, from.snapLength);
  if (captured > LONGEST_FRAME) return damageAt(input, at + 8, tooLong(captured));
  if (captured > end - data) {
    return damageAt(input, at + 8, `expected a frame within its block of ${end + 4 - at} octets, found ${captured}`);
  }
  frame.outgoing = false;
  frame.number++;
  frame.linkType = from.linkType;
  frame.clock = undefined;
  frame.original = original;
  frame.at = data;
  frame.end = data + captured;
  visit(frame);
  return undefined;
}

function noInterface(index: number, known: number): string {
  return `expected one of the ${known} interfaces described before, found number ${index}`;
}

/** Where the value of an option with this code and length begins; -1 where there is none. Odd lists end the search. */
function optionOf(view: DataView, from: number, end: number, little: boolean, code: number, length: number): number {
  for (let at = from; at + 4 <= end; ) {
    const found = view.getUint16(at, little);
    const size = view.getUint16(at + 2, little);
    if (found === END_OF_OPTIONS || at + 4 + size > end) return -1;
    if (found === code && size === length) return at + 4;
    at += 4 + padded(size);
  }
  return -1;
}

const END_OF_OPTIONS = 0;

function padded(octets: number): number {
  return (octets + 3) & ~3;
}
