import type { Limits } from '../contracts/profile.ts';

/** Limits without a default: only the IUT's author knows when it gives up. */
type Declared = 'idleMs' | 'messageMs' | 'connectTimeoutMs' | 'stallMs';

/** Every limit that a case waits by, in milliseconds. */
export type CaseLimits = Readonly<Required<Omit<Limits, Declared>> & Pick<Limits, Declared>>;

const defaults: CaseLimits = {
  /** A handshake on a local network takes milliseconds; a lost SYN is sent again after 1 s, and after 2 s more (RFC 6298). */
  connectMs: 4000,
  replyMs: 2000,
  closeMs: 2000,
  /** suites/README.md, "Verdicts". */
  recoveryMs: 2000,
  storageMs: 2000,
  /** A thread of the IUT may still be writing when its connection is gone. */
  settleMs: 50,
  launchMs: 10_000,
  caseMs: 30_000,
  /** A small program compiles within seconds; one whose parts are fetched first, within minutes is judged by a longer limit. */
  buildMs: 60_000,
  /**
   * A resolver without an answer takes this long with the usual settings (suites/README.md, "Decisions about connect").
   */
  resolveMs: 15_000,
  /** suites/README.md, "Wire formats". */
  intervalMs: 2000,
};

/** A SYN to a full queue is sent again after 1 s and 3 s more (RFC 6298): such a connect is waited for this long. */
export const RETRANSMIT_CONNECT_MS = 8000;

/**
 * A stream that goes on for this long is not waited for any longer: a third of what a case may take, 10 s by default. So
 * whoever raises the limit of a case, for a slow network, raises this too.
 */
export function streamMs(limits: CaseLimits): number {
  return limits.caseMs / 3;
}

/** Octets of one connection that are kept; a stream that goes on beyond is a flood. */
export const STREAM_OCTETS = 64 * 1024 * 1024;

/** After octets have come, so much silence means that nothing more is on its way, where no end is waited for. */
export const QUIET_MS = 250;

/** All the time that one case may spend on proving that its cuts were separate reads. */
export const PROOF_MS = 500;

/** Gap between two segments whose separate reading cannot be proven: 99.9 % of them are two reads. */
export const GAP_MS = 20;

/** How long a receiver that has its port may take to join its group. */
export const JOIN_MS = 1000;

/** A host reports a join a moment after it was asked for (Linux: two ticks), and not at all where the program has ended by then. */
export const JOIN_REPORT_MS = 100;

/** How often a client that was not served, or was refused, tries again, in milliseconds. */
export const RETRY_MS = 50;

/** How often a fact outside the process is looked at until it holds. */
export const POLL_MS = 5;

/** The profile's limits over the defaults. */
export function caseLimits(declared: Limits): CaseLimits {
  return { ...defaults, ...declared };
}
