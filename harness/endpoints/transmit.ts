import type { Socket } from 'node:net';
import { CallFailure } from './connect.ts';
import { untilClosed, writeTo } from './socket.ts';

/** What a client sends over one connection. */
export interface Transmission {
  /** Asked for one at a time, the next when the kernel has taken the one before. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** How far it has come, for the sentence of a failure: "3 of 10 octets sent". */
  readonly progress: () => string;
  /** How long the server may take nothing, and how long it may take to close after the last octet, in milliseconds. */
  readonly replyMs: number;
}

/** Sends all of it to the server called `where`. */
export type Transmit = (socket: Socket, where: string, transmission: Transmission) => Promise<boolean>;

/**
 * Sends the pieces, ends its side, and resolves to whether the server has closed in time; one that has not is no
 * failure. What the server says is thrown away. Rejects where the server ends or resets the connection before it had
 * everything, or takes nothing for too long, and with what the pieces throw. After a failure the server is sent an RST:
 * an orderly end could pass for the end of what was to be sent.
 */
export const transmit: Transmit = async (socket, where, { pieces, progress, replyMs }) => {
  let complete = false;
  let failure: unknown;
  const fail = (error: unknown): void => {
    failure ??= error;
    socket.resetAndDestroy();
  };
  const failAs = (outcome: CallFailure['outcome'], what: string): void =>
    fail(new CallFailure(outcome, `${where} ${what}, ${progress()}`));
  let began = 0;
  // A write of which the kernel has taken a part counts as progress when the time is first over: half of it is asked for.
  const watch = (): void => void socket.setTimeout(Math.ceil(replyMs / 2));
  socket.on('timeout', () => {
    if (complete) socket.destroy();
    else if (performance.now() - began < replyMs) watch();
    else failAs('timed-out', `timed out: it took nothing for ${replyMs} ms`);
  });
  socket.once('end', () => {
    if (!complete) failAs('reset', 'closed the connection early');
  });
  socket.resume();

  const pump = async (): Promise<void> => {
    for await (const piece of pieces) {
      began = performance.now();
      watch();
      await writeTo(socket, piece);
      socket.setTimeout(0);
      if (socket.destroyed) return;
    }
    complete = true;
    socket.setTimeout(replyMs);
    socket.end();
  };
  // Not awaited: pieces that come from a person's keyboard must not hold up the news of a reset.
  pump().catch(fail);
  await untilClosed(socket);
  const lost = failure ?? socket.errored;
  if (lost !== null) throw lost;
  return socket.readableEnded;
};
