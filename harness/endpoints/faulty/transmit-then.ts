import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { CallFailure } from '../connect.ts';
import { untilClosed, writeTo } from '../socket.ts';
import type { Transmit } from '../transmit.ts';

/** Long enough for a receiver on the same machine to take what it was sent. */
const PAUSE_MS = 30;

/** Sends the pieces, and then does something else than to end its side. It rejects where the connection is lost. */
function transmitThen(finish: (socket: Socket) => Promise<void>): Transmit {
  return async (socket, where, { pieces, progress }) => {
    socket.resume();
    for await (const piece of pieces) {
      await writeTo(socket, piece);
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
