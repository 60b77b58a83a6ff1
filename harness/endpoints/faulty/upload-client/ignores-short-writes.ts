import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { uploadAct } from '../../clients.ts';
import { type Transmission, transmit } from '../../transmit.ts';
import { carefulUploadCall, uploadCaller } from '../../upload-client.ts';

/** What a full socket buffer does not take is not sent again. */
export const ignoresShortWrites: ClientFault = {
  name: 'ignores-short-writes',
  endpoint: 'upload',
  summary: 'loses octets when the receiver is slow',
  breaks: ['slow-receiver', 'gives-up-on-stall'],
  mayRedden: {},
  run: runOf(uploadAct(uploadCaller({ ...carefulUploadCall, transmit: transmitLossy }))),
};

function transmitLossy(socket: Socket, where: string, transmission: Transmission): Promise<boolean> {
  return transmit(socket, where, { ...transmission, pieces: taken(socket, transmission.pieces) });
}

/** Hands the pieces to the socket itself, all but those that come while it is still busy with one. */
async function* taken(socket: Socket, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    if (socket.writableLength === 0) socket.write(piece.slice());
    await nextTurn();
  }
  yield new Uint8Array();
}
