import type { Serve } from '../listen.ts';
import { untilClosed } from '../socket.ts';

/** Plays a server that hangs for ever, without blocking anything: it still accepts, and never reads nor answers again. */
export interface Wedge {
  /** From now on no new client is served. */
  readonly trip: () => void;
  /** Serves until tripped. */
  readonly guard: (serve: Serve) => Serve;
}

/** One wedge for one started endpoint. */
export function wedge(): Wedge {
  let tripped = false;
  return {
    trip: () => {
      tripped = true;
    },
    guard: (serve) => (socket) => (tripped ? untilClosed(socket) : serve(socket)),
  };
}
