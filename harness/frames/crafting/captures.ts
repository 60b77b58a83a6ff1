/** Captures made octet by octet, in every format that is read. */
import { BYTE_ORDER, blocks } from '../pcapng.ts';

export interface CraftedFrame {
  readonly octets: Uint8Array;
  /** Nanoseconds since 1970. */
  readonly time?: bigint;
  /** On the wire, where not all was captured. */
  readonly original?: number;
  /** Index of the interface; pcapng only. */
  readonly from?: number;
  /** pcapng and modified pcap only: 1 inbound, 2 outbound. */
  readonly direction?: number;
}

export interface PcapOptions {
  readonly linkType?: number;
  readonly little?: boolean;
  readonly nanoseconds?: boolean;
  /** Of version 2: before 3 the two lengths of a record change places. */
  readonly minor?: number;
  /** With interface, protocol and packet type behind the lengths of each record. */
  readonly modified?: boolean;
}

/** A pcap file. */
export function pcap(
  frames: readonly CraftedFrame[],
  { linkType = 1, little = true, nanoseconds = false, minor = 4, modified = false }: PcapOptions = {},
): Buffer {
  const write = writer(little);
  const header = [
    write.u32(modified ? 0xa1b2cd34 : nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4),
    ...[write.u16(2), write.u16(minor), write.u32(0), write.u32(0), write.u32(262_144), write.u32(linkType)],
  ];
  const records = frames.flatMap(({ octets, time = 0n, original = octets.length, direction = 1 }) => [
    ...[write.u32(Number(time / SECOND)), write.u32(Number(time % SECOND) / (nanoseconds ? 1 : 1000))],
    ...(minor < 3 ? [write.u32(original), write.u32(octets.length)] : [write.u32(octets.length), write.u32(original)]),
    // The packet types of Linux: 0 to this host, 4 from it.
    ...(modified ? [write.u32(2), write.u16(0x0800), Uint8Array.of(direction === 2 ? 4 : 0, 0)] : []),
    octets,
  ]);
  return Buffer.concat([...header, ...records]);
}

export interface CraftedInterface {
  readonly linkType: number;
  readonly snapLength?: number;
  /** `if_tsresol`. */
  readonly resolution?: number;
  /** `if_tsoffset`, in seconds. */
  readonly offset?: bigint;
  /** `if_fcslen`. */
  readonly checkSequence?: number;
}

export interface PcapngOptions {
  readonly little?: boolean;
  readonly interfaces?: readonly CraftedInterface[];
  /** Which block each frame goes into. */
  readonly block?: 'enhanced' | 'simple' | 'old';
}

/** One section of a pcapng file; several, one after the other, are a file too. */
export function pcapngSection(frames: readonly CraftedFrame[], options: PcapngOptions = {}): Buffer {
  const { little = true, interfaces = [{ linkType: 1 }], block = 'enhanced' } = options;
  const write = writer(little);
  const section = blockOf(write, blocks.section, [
    write.u32(BYTE_ORDER),
    write.u16(1),
    write.u16(0),
    ...write.u64(-1n),
  ]);
  return Buffer.concat([
    section,
    ...interfaces.map((one) => blockOf(write, blocks.interface, interfaceBody(write, one))),
    ...frames.map((frame) => frameBlock(write, frame, block, interfaces[frame.from ?? 0])),
  ]);
}

/** Any block: its type, and its length before and behind the body. */
export function pcapngBlock(type: number, body: Uint8Array, little = true): Buffer {
  return blockOf(writer(little), type, [body]);
}

const SECOND = 1_000_000_000n;

type Write = ReturnType<typeof writer>;

function writer(little: boolean) {
  const number = (octets: number, value: number): Buffer => {
    const buffer = Buffer.alloc(octets);
    if (little) buffer.writeUIntLE(value, 0, octets);
    else buffer.writeUIntBE(value, 0, octets);
    return buffer;
  };
  const u32 = (value: number): Buffer => number(4, value);
  return {
    u16: (value: number): Buffer => number(2, value),
    u32,
    u64: (value: bigint): readonly Buffer[] => {
      const halves = [Number(value & 0xffffffffn), Number((value >> 32n) & 0xffffffffn)].map(u32);
      return little ? halves : halves.reverse();
    },
  };
}

function blockOf({ u32 }: Write, type: number, body: readonly Uint8Array[]): Buffer {
  const octets = padded(Buffer.concat(body));
  const length = u32(octets.length + 12);
  return Buffer.concat([u32(type), length, octets, length]);
}

function interfaceBody(
  write: Write,
  { linkType, snapLength = 0, resolution, offset, checkSequence }: CraftedInterface,
): readonly Uint8Array[] {
  const options = [
    ...(resolution === undefined ? [] : option(write, 9, Buffer.from([resolution]))),
    ...(checkSequence === undefined ? [] : option(write, 13, Buffer.from([checkSequence]))),
    ...(offset === undefined ? [] : option(write, 14, Buffer.concat(write.u64(offset)))),
  ];
  return [write.u16(linkType), write.u16(0), write.u32(snapLength), ...ended(write, options)];
}

function option({ u16 }: Write, code: number, value: Buffer): readonly Buffer[] {
  return [u16(code), u16(value.length), padded(value)];
}

function ended({ u32 }: Write, options: readonly Buffer[]): readonly Buffer[] {
  return options.length === 0 ? [] : [...options, u32(0)];
}

function frameBlock(write: Write, frame: CraftedFrame, block: string, from: CraftedInterface | undefined): Buffer {
  const { u16, u32 } = write;
  const { octets, original = octets.length, direction } = frame;
  if (block === 'simple') return blockOf(write, blocks.simplePacket, [u32(original), octets]);
  const ticks = ticksOf(frame.time ?? 0n, from);
  const time = [u32(Number((ticks >> 32n) & 0xffffffffn)), u32(Number(ticks & 0xffffffffn))];
  const index = block === 'old' ? [u16(frame.from ?? 0), u16(0)] : [u32(frame.from ?? 0)];
  const flags = direction === undefined ? [] : option(write, 2, u32(direction));
  const body = [...index, ...time, u32(octets.length), u32(original), padded(octets), ...ended(write, flags)];
  return blockOf(write, block === 'old' ? blocks.packet : blocks.enhancedPacket, body);
}

function ticksOf(time: bigint, from: CraftedInterface | undefined): bigint {
  const { resolution = 6, offset = 0n } = from ?? {};
  const perSecond = ((resolution & 0x80) === 0 ? 10n : 2n) ** BigInt(resolution & 0x7f);
  return ((time - offset * SECOND) * perSecond) / SECOND;
}

function padded(octets: Uint8Array): Buffer {
  return Buffer.concat([octets, Buffer.alloc(-octets.length & 3)]);
}
