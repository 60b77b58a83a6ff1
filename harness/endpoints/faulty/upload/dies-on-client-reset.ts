import type { Fault } from '../../../contracts/endpoint.ts';
import { errorCode } from '../../../contracts/errors.ts';
import { readFrom } from '../../socket.ts';
import { carefulUpload, uploadServer } from '../../upload-server.ts';
import { wedge } from '../wedge.ts';

/** A connection reset by its peer is an exception that ends the loop of accepts. */
export const diesOnClientReset: Fault = {
  name: 'dies-on-client-reset',
  endpoint: 'upload',
  summary: 'serves nobody any more after an RST',
  breaks: ['reset-anywhere'],
  mayRedden: {
    'closes-after-disconnect': 'it dies of a client that resets',
    'leaves-no-debris': 'one of its uploads is reset',
  },
  start: (options) => {
    const { trip, guard } = wedge();
    return uploadServer(
      {
        ...carefulUpload,
        read: (socket, idleMs) => {
          socket.on('error', (error) => errorCode(error) === 'ECONNRESET' && trip());
          return readFrom(socket, idleMs);
        },
      },
      guard,
    )(options);
  },
};
