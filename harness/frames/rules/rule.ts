import type { Declared } from '../declared.ts';
import { type Frame, isCut } from '../frame.ts';

/** What a rule says of one frame: numbers, so that tallies are an array. */
export const judgement = {
  notApplicable: 0,
  held: 1,
  broken: 2,
  /** The link has no MACs, or a loopback interface's zeros in their place. */
  noMacs: 3,
  /** Captured at the sender before the hardware filled the checksum in. */
  leftToHardware: 4,
  /** The octets that the rule needs were not captured. */
  cut: 5,
  /** A UDP datagram without a checksum. */
  noChecksum: 6,
  /** A broadcast of a prefix that was not declared, or a host: nobody can tell. */
  unknownPrefix: 7,
  /** A length in the frame says more, or less, than there is, though it was captured whole. */
  unfitting: 8,
  /** The rest of the datagram is in other fragments. */
  fragment: 9,
} as const;

/** One more than the largest judgement. */
export const JUDGEMENTS = 10;

/** What breaks a rule, and where. */
export interface Offence {
  /** One plain sentence part: what was expected, what was found. */
  readonly text: string;
  /** The octets that break it, as offsets from the frame's beginning. */
  readonly octets: readonly OctetRange[];
}

export interface OctetRange {
  readonly from: number;
  readonly length: number;
  /** The field's name. */
  readonly what: string;
}

/**
 * A fact that every frame must show (suites/README.md, "frames"). Adding one is a file like its neighbours and a row in
 * the table.
 */
export interface FrameRule {
  /** Last part of the requirement's id. */
  readonly key: string;
  /** The RFC section that it follows. */
  readonly source: string;
  /** The kinds that it looks at: any of them is enough. */
  readonly kinds: number;
  /**
   * What its judgement depends on: `header` for nothing but the kinds, MACs, IPv4 addresses, protocol, TTL and fragment
   * of a frame, so that frames which have them in common are judged once; `sums` for whether the checksums of IPv4 and of
   * what it carries are right; `contents` for anything else.
   */
  readonly dependsOn: 'header' | 'sums' | 'contents';
  readonly judge: (frame: Frame, declared: Declared) => number;
  /** Called for a frame that was judged broken, while it is still there. */
  readonly offence: (frame: Frame, declared: Declared) => Offence;
}

/** A field of the frame. */
export function field(frame: Frame, at: number, length: number, what: string): OctetRange {
  return { from: at - frame.at, length, what };
}

/** Why a datagram is not there up to its end: the capture cut the frame, or a length in it is wrong. */
export function whyMissing(frame: Frame): number {
  return isCut(frame) && frame.networkEnd > frame.end ? judgement.cut : judgement.unfitting;
}

/** The destination MAC. */
export function destinationMac(frame: Frame): OctetRange {
  return field(frame, frame.destinationMacAt, 6, 'destination MAC');
}

/** The source MAC. */
export function sourceMac(frame: Frame): OctetRange {
  return field(frame, frame.sourceMacAt, 6, 'source MAC');
}
