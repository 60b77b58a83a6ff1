import { pcapClock } from './clock.ts';
import type { Frame } from './frame.ts';
import { type Damage, damageAt, type Input, LONGEST_FRAME, type Skimmer, type Walker } from './input.ts';

/** Octets of the file header, and of the header before each frame (draft-ietf-opsawg-pcap). */
export const PCAP_HEADER = 24;
const PCAP_RECORD = 16;

const MAGIC_MICROSECONDS = 0xa1b2c3d4;
const MAGIC_NANOSECONDS = 0xa1b23c4d;

/** Whether these are the first four octets of a pcap file, in either octet order. */
export function isPcap(view: DataView): boolean {
  return magicOf(view, true) !== undefined || magicOf(view, false) !== undefined;
}

/** Reads the file header, which must be there whole. */
export function openPcap(input: Input, skimmer?: Skimmer): Walker | Damage {
  const little = magicOf(input.view, true) !== undefined;
  const clock = pcapClock(magicOf(input.view, little) === MAGIC_NANOSECONDS ? 1_000_000_000 : 1_000_000);
  const major = input.view.getUint16(4, little);
  const minor = input.view.getUint16(6, little);
  if (major !== 2 || minor < 3) return damageAt(input, 4, `expected version 2.4 of pcap, found ${major}.${minor}`);
  // The upper half tells about frame check sequences, which nothing here looks at: datagrams know their own ends.
  const linkType = input.view.getUint32(20, little) & 0xffff;
  input.at = PCAP_HEADER;

  const walk = (window: Input, frame: Frame, visit: (frame: Frame) => void): Damage | undefined => {
    const { view, filled } = window;
    frame.linkType = linkType;
    frame.clock = clock;
    let at = window.at;
    for (;;) {
      if (skimmer !== undefined) at = skimmer.skim(frame, at, filled, !little);
      if (at + PCAP_RECORD > filled) break;
      const captured = view.getUint32(at + 8, little);
      if (captured > LONGEST_FRAME) {
        window.at = at;
        return damageAt(window, at + 8, tooLong(captured));
      }
      const end = at + PCAP_RECORD + captured;
      if (end > filled) break;
      frame.number++;
      frame.timeHigh = view.getUint32(at, little);
      frame.timeLow = view.getUint32(at + 4, little);
      frame.original = view.getUint32(at + 12, little);
      frame.at = at + PCAP_RECORD;
      frame.end = end;
      frame.outgoing = false;
      visit(frame);
      at = end;
    }
    window.at = at;
    return undefined;
  };

  const cutOff = ({ view, at, filled }: Input): string => {
    if (at + PCAP_RECORD > filled) return `expected a record header of ${PCAP_RECORD} octets, found ${filled - at}`;
    const captured = view.getUint32(at + 8, little);
    return `expected a frame of ${captured} octets, found ${filled - at - PCAP_RECORD}`;
  };

  return { format: 'pcap', walk, cutOff };
}

/** What is wrong with a length that no frame has. */
export function tooLong(captured: number): string {
  return `expected a frame of at most ${LONGEST_FRAME} octets, found a length of ${captured}`;
}

function magicOf(view: DataView, little: boolean): number | undefined {
  const magic = view.getUint32(0, little);
  return magic === MAGIC_MICROSECONDS || magic === MAGIC_NANOSECONDS ? magic : undefined;
}
