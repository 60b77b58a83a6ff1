import type { Level } from './requirement.ts';
import type { Outcome } from './run.ts';

/** What `sockspec inspect` found: what every file showed, how binding that is, and what it comes to. */
export interface InspectionReport {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'sockspec'; readonly version: string };
  /** False where the inspection was interrupted. */
  readonly complete: boolean;
  readonly outcome: Outcome;
  readonly exitStatus: number;
  /** One plain sentence: what the outcome rests on. */
  readonly conclusion: string;
  readonly files: readonly InspectedFile[];
}

/** A capture with its rules as the requirements they judge. */
export interface InspectedFile extends Inspection {
  readonly rules: readonly JudgedRule[];
  /** One plain sentence: what this capture comes to, whatever the others show. */
  readonly conclusion: string;
}

export interface JudgedRule extends RuleTally {
  readonly level: Level;
  readonly source: string;
  readonly text: string;
}

/** What a capture showed: the facts of suites/README.md, "frames", before anybody says how binding they are. */
export interface Inspection {
  /** As the user named it; `-` for standard input. */
  readonly file: string;
  /** Undefined where the file is none of them. */
  readonly format: 'pcap' | 'pcapng' | undefined;
  /** How it is compressed; left out where it is not. */
  readonly compression?: Compression;
  /** Frames read, up to the damage if there is any. */
  readonly frames: number;
  readonly damage: CaptureDamage | undefined;
  /** One for every rule, in the order of the specification. */
  readonly rules: readonly RuleTally[];
  /** The first frames that break each rule, in the order of the capture; the tallies count all. */
  readonly offences: readonly FrameOffence[];
  /** IPv6 datagrams to a group, and how many of them have the MAC of RFC 2464 §7: reported, not judged. */
  readonly ipv6Groups: { readonly frames: number; readonly mapped: number };
  /** Frames that are not looked into, by link type number and by name: `802.11 management`, `PPPoE discovery`. */
  readonly notUnderstood: readonly (Unlooked & { readonly linkType: number })[];
  /** Datagrams that carry others, which are not looked into, by name: `GRE`. Their own headers are judged. */
  readonly tunnels: readonly Unlooked[];
  /** Undefined where conversations were not asked for. */
  readonly conversations: Conversations | undefined;
}

/** How many frames of a kind were not looked into. */
export interface Unlooked {
  readonly what: string;
  readonly frames: number;
}

/** How a capture may be compressed. */
export type Compression = 'gzip' | 'zstd';

/** Where a capture stops being one: what is before it was judged. */
export interface CaptureDamage {
  /** Offset in the file, from 0; of a compressed one, in what it unpacks to. */
  readonly offset: number;
  readonly text: string;
}

/** How often a rule was checked. `checked` is `held` + `broken`. */
export interface RuleTally {
  /** The requirement's id: `frames/multicast-mac`. */
  readonly rule: string;
  readonly checked: number;
  readonly held: number;
  readonly broken: number;
  /** Frames that it is about and that could not be judged, by reason. */
  readonly notJudged: readonly { readonly reason: string; readonly frames: number }[];
}

/** A frame that breaks a rule. */
export interface FrameOffence {
  readonly rule: string;
  /** From 1 in its file, as Wireshark counts. */
  readonly number: number;
  /** RFC 3339 with nanoseconds; undefined where the record has no time. */
  readonly time: string | undefined;
  /** Seconds since the file's first frame, as Wireshark shows by default. */
  readonly seconds: number | undefined;
  /** What was expected and what was found. */
  readonly text: string;
  /** The frame in one line. */
  readonly decode: string;
  /** The octets that break the rule. */
  readonly octets: readonly OffendingOctets[];
}

export interface OffendingOctets {
  /** Offset in the frame, from 0. */
  readonly from: number;
  /** The field's name. */
  readonly what: string;
  readonly hex: string;
}

/** The TCP connections of a capture; information, no verdict. */
export interface Conversations {
  readonly followed: readonly Conversation[];
  /** Segments of connections beyond those that are followed. */
  readonly segmentsNotFollowed: number;
}

export interface Conversation {
  /** Frames of its first and last segment. */
  readonly first: number;
  readonly last: number;
  /** The side that opened it, or, where the beginning was not captured, that was seen first; then the other. */
  readonly sides: readonly [ConversationSide, ConversationSide];
  /** FIN and RST, in the order of the capture, the first of each kind by each side. */
  readonly ends: readonly ConversationEnd[];
}

export interface ConversationSide {
  /** `10.0.0.1:54321`, `[::1]:54321`. */
  readonly address: string;
  readonly segments: number;
  /** Octets of payload, each counted once. */
  readonly octets: number;
  readonly retransmissions: number;
  /** Segments that came after later ones. */
  readonly reordered: number;
  /** The first segments with payload, without repetitions: where the stream was cut. */
  readonly boundaries: readonly SegmentBoundary[];
  /** Segments with payload beyond those. */
  readonly moreBoundaries: number;
}

export interface SegmentBoundary {
  readonly frame: number;
  /** Offset in the stream of its first octet, from 0. */
  readonly from: number;
  readonly octets: number;
}

export interface ConversationEnd {
  readonly by: string;
  readonly how: 'FIN' | 'RST';
  readonly frame: number;
}
