import { clock } from '../clock.ts';
import { conclusiveIf } from '../finding.ts';
import type { Peer } from './peer.ts';

/** What goes on at one end of a connection whose other end has a limit for silences. */
export interface Steady {
  /** The limit (ms). */
  readonly limitMs: number;
  /** The part of it that the silence behind each step takes. */
  readonly part: number;
  /** All of them take longer than the limit. */
  readonly steps: readonly ((peer: Peer) => Promise<void>)[];
  /** Why nothing is concluded of an IUT that leaves before half of the limit is over. */
  readonly early: string;
}

/** Takes the steps one after another: after how many milliseconds the IUT had left; undefined where it was there behind the last. */
export async function goneAfter(peer: Peer, { limitMs, part, steps, early }: Steady): Promise<number | undefined> {
  for (const [index, step] of steps.entries()) {
    await step(peer);
    await clock.silence(limitMs * part);
    if (!peer.isOver()) continue;
    conclusiveIf((index + 1) * part > 1 / 2, early);
    return (index + 1) * limitMs * part;
  }
  return undefined;
}
