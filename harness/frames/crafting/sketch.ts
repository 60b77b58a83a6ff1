import { type CraftedFrame, pcap } from './captures.ts';

/** A capture that is made, not recorded: one thing is wrong with it, or nothing. */
export interface CraftedFixture {
  readonly file: string;
  /** What it shows, in a sentence. */
  readonly shows: string;
  /** The rules that it breaks, by the last part of their ids. */
  readonly breaks: readonly string[];
  /** Prefixes that are attached to its link. */
  readonly nets: readonly string[];
  /** Octet at which it is damaged. */
  readonly damagedAt?: number;
  readonly octets: Uint8Array;
}

/** A fixture without what it has in common with most. */
export type Sketch = Pick<CraftedFixture, 'file' | 'shows' | 'octets'> & Partial<CraftedFixture>;

/** A millisecond between frames. */
export function timed(frames: readonly Uint8Array[]): readonly CraftedFrame[] {
  return frames.map((octets, index) => ({ octets, time: 1_700_000_000_000_000_000n + BigInt(index) * 1_000_000n }));
}

/** Frames a millisecond apart in a pcap file. */
export function capture(frames: readonly Uint8Array[], linkType = 1): Uint8Array {
  return pcap(timed(frames), { linkType });
}
