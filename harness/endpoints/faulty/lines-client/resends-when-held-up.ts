import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { linesAct } from '../../clients.ts';
import { carefulLinesCall, linesCaller } from '../../lines-client.ts';
import { type Transmission, transmit } from '../../transmit.ts';

/** A write that says "not now" has taken its octets all the same. */
export const resendsWhenHeldUp: ClientFault = {
  name: 'resends-when-held-up',
  endpoint: 'lines',
  summary: 'sends a line twice that the server is too slow to take at once',
  breaks: ['lines-are-terminated'],
  mayRedden: {},
  run: runOf(linesAct(linesCaller({ ...carefulLinesCall, transmit: transmitAgain }))),
};

function transmitAgain(socket: Socket, where: string, transmission: Transmission): Promise<boolean> {
  return transmit(socket, where, { ...transmission, pieces: repeated(socket, transmission.pieces) });
}

/** Hands each piece to the socket itself, and those that it still holds a moment later once more. */
async function* repeated(socket: Socket, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    const written = new Promise((resolve) => socket.write(piece, resolve));
    await nextTurn();
    const isHeldUp = socket.writableLength > 0;
    await written;
    yield isHeldUp ? piece : new Uint8Array();
  }
}
