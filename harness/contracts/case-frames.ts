/** A fact that only frames tell: what a case waits for that has ended without it. */
export type AwaitedFact =
  /** The times to live of the datagrams to a group and port. */
  | { readonly kind: 'ttl'; readonly group: string; readonly port: number }
  /** That a host has joined a group, seen on the wire at any time before the case had ended. */
  | { readonly kind: 'join'; readonly group: string }
  /** That a host has left a group, seen on the wire after a moment of the case (milliseconds since 1970). */
  | { readonly kind: 'leave'; readonly group: string; readonly since: number };

/** A fact that a case waits for, and what it must be. */
export interface Awaited {
  readonly fact: AwaitedFact;
  readonly expected: string;
}

/** Where the frames of a case are to be found in a capture of the whole run. Plain data: it crosses threads. */
export interface CaseFrames {
  /** Milliseconds since 1970: when it began and ended. */
  readonly from: number;
  readonly to: number;
  /** Ports of the IUT, or of the harness as its server. */
  readonly ports: readonly number[];
  /** Multicast groups that its datagrams go to. */
  readonly groups: readonly string[];
  /** Octets of each segment that the harness sent, in order, connection by connection. */
  readonly sent: readonly (readonly number[])[];
  readonly awaited?: Awaited;
}
