import type { Fault } from '../../../contracts/endpoint.ts';
import { errorCode } from '../../../contracts/errors.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';
import { wedge } from '../wedge.ts';

/** A connection reset by its peer is an exception that ends the loop of accepts. */
export const diesOnReset: Fault = {
  name: 'dies-on-reset',
  endpoint: 'fortune',
  summary: 'serves nobody any more after an RST',
  breaks: ['survives-client-reset'],
  mayRedden: {
    'survives-client-leaving': 'a client that leaves with octets unread resets the connection',
    'not-starved': 'the same of clients that have stayed',
  },
  start: (options) => {
    const { trip, guard } = wedge();
    return fortuneServer(
      {
        ...carefulFortune,
        deliver: (socket, phrase, idleMs) => {
          socket.on('error', (error) => errorCode(error) === 'ECONNRESET' && trip());
          return carefulFortune.deliver(socket, phrase, idleMs);
        },
      },
      guard,
    )(options);
  },
};
