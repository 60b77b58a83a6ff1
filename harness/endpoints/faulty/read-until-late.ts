import type { Socket } from 'node:net';
import { type Read, readFrom } from '../socket.ts';

/** Reads as it should, but for a deadline: the idle time (ms) runs from when the client came, and nothing that it says begins it anew. */
export function readUntilLate(socket: Socket, idleMs: number): Read {
  const deadline = setTimeout(() => socket.destroy(), idleMs);
  socket.once('close', () => clearTimeout(deadline));
  return readFrom(socket, idleMs);
}
