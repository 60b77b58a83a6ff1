import type { CaseLimits } from '../limits.ts';
import type { CutProver } from './cuts.ts';
import type { PeerEvent } from './link.ts';
import type { Transcript } from './transcript.ts';

/** The harness's end of one TCP connection to the IUT: the lower tester. It connects when it is first used. */
export interface Peer {
  /** Resolves when the connection is established; a later step does this by itself. */
  readonly opened: () => Promise<void>;
  /** Sends each argument as a segment of its own: the IUT has read one before the next leaves, or the case says so. */
  readonly send: (...segments: readonly Uint8Array[]) => Promise<void>;
  /** Sends pieces as fast as the IUT takes them; resolves to the octets that were handed to the kernel. */
  readonly stream: (pieces: Iterable<Uint8Array>) => Promise<number>;
  /** Waits until the IUT has read what was sent. */
  readonly taken: () => Promise<void>;
  /** Waits until what was sent has come to the IUT's machine, as long as it gets there: only then does its time begin. */
  readonly arrived: () => Promise<void>;
  /** Half-close: FIN, where none was sent and the connection is still there; goes on reading. */
  readonly endWriting: () => Promise<void>;
  /** A real RST. Only on a connection that is not half-closed: after a FIN none would be sent. */
  readonly reset: () => Promise<void>;
  /** Closes as a program does that has lost interest: unread octets make the kernel send an RST. */
  readonly leave: () => Promise<void>;
  /** Reads until `octets` were received, one at a time (of an adopted connection: read by read), with pauses (real ms); for paused peers. */
  readonly readSlowly: (octets: number, pauseMs: number) => Promise<void>;
  /**
   * Waits, for paused peers, until the IUT has written so many octets: false. True where it writes no more before that, since
   * nobody reads them, or writes none within the reply limit. False, after a while, where no kernel tells.
   */
  readonly holdsUp: (octets: number) => Promise<boolean>;
  /** True once at least so many octets were received; false when the stream ends or the reply limit is over first. */
  readonly receives: (octets: number) => Promise<boolean>;
  /**
   * Reads until the octets are enough, or the stream ends, or nothing new has come within the reply limit. Resolves to all
   * octets that were received.
   */
  readonly gathers: (isEnough: (octets: Uint8Array) => boolean) => Promise<Uint8Array>;
  /** Whether the IUT leaves the connection open for a while: `open`, or what it did instead. */
  readonly staysOpen: () => Promise<string>;
  /** Waits for octets or the end of the stream. */
  readonly answer: () => Promise<PeerEvent>;
  /** The octets received so far, without waiting. */
  readonly begun: () => Promise<Uint8Array>;
  /** What was said: until the end of the stream, or until the IUT is quiet for a while after an octet. Then hangs up. */
  readonly said: () => Promise<Uint8Array>;
  /** All octets of the stream, to its end or its limit; then closes where the IUT has. */
  readonly octets: () => Promise<Uint8Array>;
  /** Whether the stream was still going on when its limit was over: then the octets are not all of it. */
  readonly isCutShort: () => boolean;
  /** The same as text. */
  readonly text: () => Promise<string>;
  /** Waits for the end of the connection or the limit, and tells all that the IUT did. */
  readonly history: () => Promise<readonly PeerEvent[]>;
  /** What the IUT did so far. */
  readonly soFar: () => readonly PeerEvent[];
  /** Whether the IUT has ended its side so far, in whatever way. */
  readonly isOver: () => boolean;
  /** Whether the IUT ends the connection within `ms`: real milliseconds until then, in which the machine was busy too; undefined where it does not. */
  readonly endsWithin: (ms: number) => Promise<number | undefined>;
  /** Ends whatever is left of the connection. */
  readonly dispose: () => void;
}

/** How long streams are waited for, in milliseconds. */
export interface Patience {
  streamMs: number;
}

/** What any peer needs to know. */
export interface CommonOptions {
  readonly limits: CaseLimits;
  readonly transcript: Transcript;
  readonly prover: CutProver;
  /** 1 for the first connection of a case: if that one is refused, nothing was tested. */
  readonly number: number;
  /** How long a stream may go on; shared by all peers of a target, and shorter once one of its streams had no end. */
  readonly patience: Patience;
  /** Does not read until `readSlowly` or a step that waits for octets. */
  readonly paused?: boolean;
}

/** What a peer that connects to the IUT needs to know. */
export interface PeerOptions extends CommonOptions {
  readonly host: string;
  readonly port: number;
  /** Limit of the handshake. */
  readonly connectMs: number;
  /** Whether a connection that is refused is tried again: asked at each refusal; never, without. */
  readonly mayListenAgain?: () => boolean;
}
