import { applicableIf, unmeasured } from '../finding.ts';
import type { Peer } from '../tester/peer.ts';
import { goneAfter } from '../tester/steady.ts';
import { duration } from '../words.ts';
import type { ClientContext } from './client-context.ts';

/** The time after which the client gives up on a server that has stalled, in milliseconds. Not applicable where the profile declares none. */
export function declaredStallMs({ limits: { stallMs = 0 } }: Pick<ClientContext, 'limits'>): number {
  applicableIf(
    stallMs > 0,
    'the profile declares no time after which the client gives up on a stall: limits.stallMs (--stall-timeout)',
  );
  return stallMs;
}

/** For so long a server that does not read for a while may hold its client up, in milliseconds. */
const HELD_UP_MS = 3000;

/** Ends the case as not applicable where the profile declares that the client gives up on a server that does not read for a while. */
export function needsPatience({ limits: { stallMs = HELD_UP_MS } }: Pick<ClientContext, 'limits'>): void {
  applicableIf(stallMs >= HELD_UP_MS, 'the profile declares that a server which stalls is left sooner');
}

/** Ends the case where the harness has not read for so many real milliseconds, which are more than its client must bear: it may have given up. */
export function mustHaveBeenBrief(
  heldMs: number,
  { limits: { stallMs = HELD_UP_MS } }: Pick<ClientContext, 'limits'>,
): void {
  if (heldMs > stallMs) unmeasured(`this machine was too busy: nothing was read for ${duration(heldMs)}`);
}

/** How long a late answer keeps a client waiting, in milliseconds. */
export const LATE_MS = 1500;

/** Ends the case as not applicable where the profile declares that the client may give up before a late answer, or nearly. */
export function mayBeLate({ limits: { stallMs } }: Pick<ClientContext, 'limits'>): void {
  applicableIf(
    stallMs === undefined || stallMs >= 2 * LATE_MS,
    `the profile declares that the client gives up after ${stallMs} ms: limits.stallMs`,
  );
}

/** Longer than an attempt of a second. */
const NOT_READING_MS = 1500;

/**
 * For how long the harness goes on not reading once its client is held up, in milliseconds: a built-in client gives up when a server
 * has taken nothing for the reply limit.
 */
export function notReadingMs({ plan, limits }: Pick<ClientContext, 'plan' | 'limits'>): number {
  return plan.means.kind === 'reference' ? Math.min(NOT_READING_MS, limits.replyMs / 4) : NOT_READING_MS;
}

/** The part of a stall that each step of a slow server takes: a client that waits for the next octet alone does not mind. */
const STEP = 1 / 10;

/** A server that is slow, and has not stalled. */
export interface SlowServer {
  /** Milliseconds after which the client gives up on a server that has stalled. */
  readonly stallMs: number;
  /** How many steps it takes: more than ten take longer than a stall. */
  readonly steps: number;
  /** Does one, counted from 1. */
  readonly step: (number: number) => Promise<void>;
  /** What happens in one: "octets came". */
  readonly happens: string;
  /** The rows that judge a client that leaves for other reasons, before half a stall is over. */
  readonly otherwise: string;
}

/** What is said of a client that left a server that was slow; undefined where it was there to the last step. */
export async function leftSlowServer(peer: Peer, server: SlowServer): Promise<string | undefined> {
  const { stallMs, steps, step, happens, otherwise } = server;
  const goneMs = await goneAfter(peer, {
    limitMs: stallMs,
    part: STEP,
    steps: Array.from({ length: steps }, (_, index) => () => step(index + 1)),
    early: `the client leaves early: judged by ${otherwise}`,
  });
  if (goneMs === undefined) return undefined;
  return `gone within ${duration(goneMs)}, while ${happens} every ${duration(stallMs * STEP)}`;
}
