import type { Frame } from './frame.ts';

/** What has been read of a capture and not been looked at yet: a window into the file. Moves along, never grows. */
export interface Input {
  readonly octets: Uint8Array;
  readonly view: DataView;
  /** The next octet to be looked at. */
  at: number;
  /** Behind the last octet read. */
  filled: number;
  /** Offset in the file of the window's first octet. */
  offset: number;
  /** Octets yet to come that nobody wants. */
  skip: number;
}

/** Where a capture stops being one. */
export interface Damage {
  /** Offset in the file, from 0. */
  readonly offset: number;
  /** What was expected there and what was found, in one line. */
  readonly text: string;
}

/** One capture format: walks whole records and stands still before one that is not all there yet. */
export interface Walker {
  readonly format: 'pcap' | 'pcapng';
  /** Fills in `frame` and calls `visit` for each. */
  readonly walk: (input: Input, frame: Frame, visit: (frame: Frame) => void) => Damage | undefined;
  /** What is wrong with a capture that ends in the middle of what the window holds. */
  readonly cutOff: (input: Input) => string;
}

/** Looks at many frames in one go, where they lie. */
export interface Skimmer {
  /** Memory of `WINDOW` octets; what is to be skimmed is read into it. */
  readonly window: Uint8Array;
  /**
   * Looks at the frames of pcap records that lie in the window from `at` to `end`, up to one that somebody must look at by
   * itself, or that is not there whole. Returns where that record begins, and has `frame` numbered as the last one passed.
   */
  readonly skim: (frame: Frame, at: number, end: number, isBig: boolean) => number;
}

/** The longest frame that a capture may hold; the limit of libpcap and Wireshark. Longer ones are forged lengths. */
export const LONGEST_FRAME = 262_144;

/** Octets in the window. Holds the longest record and a chunk of reading beside it. */
export const WINDOW = 1_048_576;

/** Nothing read yet, in a window of that many octets. */
export function emptyInput(octets: Uint8Array): Input {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  return { octets, view, at: 0, filled: 0, offset: 0, skip: 0 };
}

/** Damage at the octet of the window. */
export function damageAt(input: Input, at: number, text: string): Damage {
  return { offset: input.offset + at, text };
}
