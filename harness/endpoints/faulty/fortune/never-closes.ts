import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';
import { untilClosed, writeTo } from '../../socket.ts';

/** The phrase is there, but nothing says that it is whole. */
export const neverCloses: Fault = {
  name: 'never-closes',
  endpoint: 'fortune',
  summary: 'sends the phrase and never ends the stream',
  breaks: ['closes-after-phrase'],
  mayRedden: {},
  start: fortuneServer({
    ...carefulFortune,
    deliver: async (socket, phrase) => {
      socket.resume();
      await writeTo(socket, phrase);
      await untilClosed(socket);
    },
  }),
};
