import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { CallFailure } from '../connect.ts';
import { untilClosed, writeTo } from '../socket.ts';
import type { Transmit } from '../transmit.ts';

/** Long enough for a receiver on the same machine to take what it was sent. */
const PAUSE_MS = 30;

/** Sends the pieces, and then does something else than to end its side. It rejects where the connection is lost. */
function transmitThen(finish: (socket: Socket) => Promise<void>): Transmit {
  return async (socket, where, { pieces, progress, replyMs }) => {
    socket.resume();
    socket.on('timeout', () => socket.destroy(new CallFailure('timed-out', `${where} takes nothing, ${progress()}`)));
    for await (const piece of pieces) {
      // The first time that this is over, a part that the kernel has taken counts as progress.
      socket.setTimeout(Math.ceil(replyMs / 2));
      await writeTo(socket, piece);
      socket.setTimeout(0);
      if (socket.destroyed) throw socket.errored ?? new CallFailure('reset', `${where} is gone, ${progress()}`);
    }
    await finish(socket);
    if (socket.errored !== null) throw socket.errored;
    return false;
  };
}

/** Sends all of it and keeps its side open. */
export const transmitAndStay = transmitThen(untilClosed);

/** Sends all of it and ends with RST instead of FIN. */
export const transmitAndReset = transmitThen(async (socket) => {
  await pause(PAUSE_MS);
  socket.resetAndDestroy();
});
