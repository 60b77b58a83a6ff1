import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import { untilClosed } from '../../socket.ts';

/** The whole server waits until its one client has left, however long that takes. */
export const starves: Fault = {
  name: 'starves',
  endpoint: 'fortune',
  summary: 'serves the next client only when the one before has left',
  breaks: ['not-starved'],
  mayRedden: {},
  start: fortuneServer(
    {
      ...carefulFortune,
      deliver: async (socket, phrase) => {
        socket.resume();
        socket.end(phrase);
        await untilClosed(socket);
      },
    },
    oneAtATime,
  ),
};
