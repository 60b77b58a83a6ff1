import type { Serve } from './listen.ts';

/** Serves clients in the order they came, one after the other; the others wait unread, so that the kernel slows them down. */
export function oneAtATime(serve: Serve): Serve {
  let last: Promise<void> = Promise.resolve();
  return (socket) => {
    const turn = last.then(() => (socket.destroyed ? undefined : serve(socket)));
    last = turn.catch(() => undefined);
    return turn;
  };
}
