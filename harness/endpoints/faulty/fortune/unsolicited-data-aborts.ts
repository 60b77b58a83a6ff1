import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';

/** Long enough for octets that follow the connect at once. */
const PAUSE_MS = 50;

/** Whoever speaks out of turn is thrown out. It listens a moment first, as slower servers do. */
export const unsolicitedDataAborts: Fault = {
  name: 'unsolicited-data-aborts',
  endpoint: 'fortune',
  summary: 'resets a client that sends something',
  breaks: ['survives-unsolicited-data'],
  mayRedden: {},
  start: fortuneServer({
    ...carefulFortune,
    deliver: async (socket, phrase, idleMs) => {
      socket.once('data', () => socket.resetAndDestroy());
      socket.resume();
      await pause(PAUSE_MS);
      await carefulFortune.deliver(socket, phrase, idleMs);
    },
  }),
};
