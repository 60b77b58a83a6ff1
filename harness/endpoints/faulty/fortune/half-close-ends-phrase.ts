import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';

/** Long enough for a FIN that follows the connect at once. */
const PAUSE_MS = 50;

/** The end of the input is taken for the end of the connection. It looks for it a moment, as slower servers have it. */
export const halfCloseEndsPhrase: Fault = {
  name: 'half-close-ends-phrase',
  endpoint: 'fortune',
  summary: 'drops the phrase of a client that has shut down its sending side',
  breaks: ['survives-half-close'],
  mayRedden: {},
  start: fortuneServer({
    ...carefulFortune,
    deliver: async (socket, phrase, idleMs) => {
      socket.once('end', () => socket.destroy());
      socket.resume();
      await pause(PAUSE_MS);
      await carefulFortune.deliver(socket, phrase, idleMs);
    },
  }),
};
