import { pcapClock } from './clock.ts';
import type { Frame } from './frame.ts';
import { type Damage, damageAt, type Input, LONGEST_FRAME, type Skimmer, type Walker } from './input.ts';

/** Octets of the file header, and of the header before each frame (draft-ietf-opsawg-pcap). */
export const PCAP_HEADER = 24;
const PCAP_RECORD = 16;

/** Octets of the header before each frame in the modified format, which has interface, protocol and packet type besides. */
const MODIFIED_RECORD = 24;

/** Where in it the packet type is, and the one of a frame that this host sent (Linux, PACKET_OUTGOING). */
const PACKET_TYPE = 22;
const OUTGOING = 4;

const magics = { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d, modified: 0xa1b2cd34 } as const;

/** Whether these are the first four octets of a pcap file, in either octet order. */
export function isPcap(view: DataView): boolean {
  return magicOf(view, true) !== undefined || magicOf(view, false) !== undefined;
}

/** Reads the file header, which must be there whole. */
export function openPcap(input: Input, skimmer?: Skimmer): Walker | Damage {
  const little = magicOf(input.view, true) !== undefined;
  const magic = magicOf(input.view, little);
  const clock = pcapClock(magic === magics.nanoseconds ? 1_000_000_000 : 1_000_000);
  const isModified = magic === magics.modified;
  const record = isModified ? MODIFIED_RECORD : PCAP_RECORD;
  const major = input.view.getUint16(4, little);
  const minor = input.view.getUint16(6, little);
  if (major !== 2 || minor > 4) {
    return damageAt(input, 4, `expected version 2.0 to 2.4 of pcap, found ${major}.${minor}`);
  }
  // The upper half tells about frame check sequences, which nothing here looks at: datagrams know their own ends.
  const linkType = input.view.getUint32(20, little) & 0xffff;
  // A skimmer knows the usual records alone.
  const usual = isModified || minor < 4 ? undefined : skimmer;
  input.at = PCAP_HEADER;

  /** Where the captured length of the record is: behind that on the wire before version 2.3, and in some files of 2.3. */
  const lengthAt = (view: DataView, at: number): number => {
    if (minor > 3) return at + 8;
    const isSwapped = minor < 3 || view.getUint32(at + 8, little) > view.getUint32(at + 12, little);
    return isSwapped ? at + 12 : at + 8;
  };

  const walk = (window: Input, frame: Frame, visit: (frame: Frame) => void): Damage | undefined => {
    const { view, filled } = window;
    frame.linkType = linkType;
    frame.clock = clock;
    let at = window.at;
    for (;;) {
      if (usual !== undefined) at = skimmed(usual, frame, at, filled, !little);
      if (at + record > filled) break;
      const place = lengthAt(view, at);
      const captured = view.getUint32(place, little);
      if (captured > LONGEST_FRAME) {
        window.at = at;
        return damageAt(window, place, tooLong(captured));
      }
      const end = at + record + captured;
      if (end > filled) break;
      frame.number++;
      frame.timeHigh = view.getUint32(at, little);
      frame.timeLow = view.getUint32(at + 4, little);
      frame.original = view.getUint32(place === at + 8 ? at + 12 : at + 8, little);
      frame.at = at + record;
      frame.end = end;
      frame.outgoing = isModified && view.getUint8(at + PACKET_TYPE) === OUTGOING;
      visit(frame);
      at = end;
    }
    window.at = at;
    return undefined;
  };

  const cutOff = ({ view, at, filled }: Input): string => {
    if (at + record > filled) return `expected a record header of ${record} octets, found ${filled - at}`;
    const captured = view.getUint32(lengthAt(view, at), little);
    return `expected a frame of ${captured} octets, found ${filled - at - record}`;
  };

  return { format: 'pcap', walk, cutOff };
}

/** Skims up to a record that must be looked at by itself. No stretch has room for a record that is longer than the limit. */
function skimmed(skimmer: Skimmer, frame: Frame, from: number, filled: number, isBig: boolean): number {
  for (let at = from; ; ) {
    const end = Math.min(filled, at + PCAP_RECORD + LONGEST_FRAME);
    const next = skimmer.skim(frame, at, end, isBig);
    if (next === at || end === filled) return next;
    at = next;
  }
}

/** What is wrong with a length that no frame has. */
export function tooLong(captured: number): string {
  return `expected a frame of at most ${LONGEST_FRAME} octets, found a length of ${captured}`;
}

function magicOf(view: DataView, little: boolean): number | undefined {
  const magic = view.getUint32(0, little);
  return magic === magics.microseconds || magic === magics.nanoseconds || magic === magics.modified ? magic : undefined;
}
