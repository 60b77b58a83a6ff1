import type { Fault } from '../../../contracts/endpoint.ts';
import { errorCode } from '../../../contracts/errors.ts';
import { carefulRecord, recordServer } from '../../record-server.ts';
import { readFrom } from '../../socket.ts';
import { wedge } from '../wedge.ts';

/** A connection reset by its peer is an exception that ends the loop of accepts. */
export const diesOnRecordReset: Fault = {
  name: 'dies-on-reset',
  endpoint: 'record',
  summary: 'serves nobody any more after an RST',
  breaks: ['reset-anywhere'],
  mayRedden: {},
  start: (options) => {
    const { trip, guard } = wedge();
    return recordServer(
      {
        ...carefulRecord,
        read: (socket, idleMs) => {
          socket.on('error', (error) => errorCode(error) === 'ECONNRESET' && trip());
          return readFrom(socket, idleMs);
        },
      },
      guard,
    )(options);
  },
};
