import type { Socket } from 'node:net';
import { caseLimits } from '../engine/limits.ts';
import { cutProver } from '../engine/tester/cuts.ts';

/** Sends pieces, each when the other end has read the one before: a pause alone does not keep two from being one read. */
export async function sendInPieces(socket: Socket, pieces: readonly Uint8Array[]): Promise<void> {
  const prover = cutProver({}, caseLimits({}));
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await prover.wait(socket, () => socket.destroyed);
    socket.write(piece);
  }
}
