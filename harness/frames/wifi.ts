import { type Frame, kinds } from './frame.ts';
import { shortName } from './names.ts';
import { decodeLlc } from './shim.ts';

/** The header of radiotap (https://www.radiotap.org): version, padding, length, and which fields are present. */
const RADIOTAP = 8;

/** Fields that are looked at, by their bits: the time, of 8 octets at a multiple of 8, and the flags, of one. */
const present = { time: 1, flags: 2, more: 0x8000_0000 } as const;

/** Flags: there is padding between the header and what it carries; the check sequence was wrong. */
const flags = { padded: 0x20, wrong: 0x40 } as const;

/** IEEE 802.11 behind what the receiver noted. False: not looked into, and why. */
export function decodeRadiotap(frame: Frame): boolean {
  const { view, at, end } = frame;
  if (end - at < RADIOTAP) return isLeft(frame, shortName(frame, '802.11 with radiotap'));
  const length = view.getUint16(at + 2, true);
  if (view.getUint8(at) !== 0 || length < RADIOTAP) return isLeft(frame, '802.11 with radiotap of another version');
  if (at + length > end) return isLeft(frame, shortName(frame, '802.11 with radiotap'));
  const said = radiotapFlags(frame, at + length);
  if ((said & flags.wrong) !== 0) return isLeft(frame, '802.11 with a wrong check sequence');
  return decodeWifi(frame, at + length, (said & flags.padded) !== 0);
}

function radiotapFlags({ view, at }: Frame, end: number): number {
  const first = view.getUint32(at + 4, true);
  let field = at + RADIOTAP;
  for (let word = first; (word & present.more) !== 0; field += 4) {
    if (field + 4 > end) return 0;
    word = view.getUint32(field, true);
  }
  if ((first & present.flags) === 0) return 0;
  if ((first & present.time) !== 0) field = at + ((field - at + 7) & ~7) + 8;
  return field < end ? view.getUint8(field) : 0;
}

/** Types of frames, and bits of the frame control field as two little-endian octets (IEEE 802.11 §9.2.4.1). */
const types = ['802.11 management', '802.11 control', undefined, '802.11 extension'] as const;
const control = { toSystem: 0x100, fromSystem: 0x200, moreFragments: 0x400, protected: 0x4000, order: 0x8000 } as const;

/** Bits of the subtype of data frames. */
const subtypes = { withoutData: 0x40, withQuality: 0x80 } as const;

/** In the quality control field: several datagrams in one frame. */
const AGGREGATED = 0x80;

/** Octets of a header with three addresses, and of what may follow. */
const HEADER = 24;
const FOURTH_ADDRESS = 6;
const QUALITY = 2;
const THROUGHPUT = 4;

/** A frame of IEEE 802.11. Only those that carry one whole datagram in the open are looked into. */
export function decodeWifi(frame: Frame, at: number, isPadded: boolean): boolean {
  const { view, end } = frame;
  if (end - at < 2) return isLeft(frame, shortName(frame, '802.11'));
  const said = view.getUint16(at, true);
  if ((said & 3) !== 0) return isLeft(frame, '802.11 of another version');
  const type = types[(said >> 2) & 3];
  if (type !== undefined) return isLeft(frame, type);
  if ((said & subtypes.withoutData) !== 0) return isLeft(frame, '802.11 data without contents');
  if ((said & control.protected) !== 0) return isLeft(frame, '802.11 data, encrypted');
  const isRelayed = (said & control.toSystem) !== 0 && (said & control.fromSystem) !== 0;
  const hasQuality = (said & subtypes.withQuality) !== 0;
  const quality = at + HEADER + (isRelayed ? FOURTH_ADDRESS : 0);
  const headerEnd = quality + (hasQuality ? QUALITY + ((said & control.order) === 0 ? 0 : THROUGHPUT) : 0);
  if (headerEnd > end) return isLeft(frame, shortName(frame, '802.11 data'));
  const isFragment = (said & control.moreFragments) !== 0 || (view.getUint8(at + 22) & 15) !== 0;
  if (isFragment) return isLeft(frame, '802.11 data in fragments');
  if (hasQuality && (view.getUint8(quality) & AGGREGATED) !== 0) return isLeft(frame, '802.11 data, aggregated');
  setMacs(frame, at, said);
  return decodeLlc(frame, isPadded ? at + ((headerEnd - at + 3) & ~3) : headerEnd);
}

/** Which of the addresses are the destination's and the source's (IEEE 802.11 §9.3.2.1, table 9-30). */
function setMacs(frame: Frame, at: number, said: number): void {
  const { view } = frame;
  const isTo = (said & control.toSystem) !== 0;
  const isFrom = (said & control.fromSystem) !== 0;
  frame.destinationMacAt = at + (isTo ? 16 : 4);
  frame.sourceMacAt = at + (isFrom ? (isTo ? 24 : 16) : 10);
  frame.destinationMacHigh = view.getUint16(frame.destinationMacAt);
  frame.destinationMacLow = view.getInt32(frame.destinationMacAt + 2);
  frame.sourceMacHigh = view.getUint16(frame.sourceMacAt);
  frame.sourceMacLow = view.getInt32(frame.sourceMacAt + 2);
  frame.kinds = kinds.macs;
}

function isLeft(frame: Frame, why: string): false {
  frame.unlooked = why;
  return false;
}
