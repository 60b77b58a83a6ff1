import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';
import { writeTo } from '../../socket.ts';

/** Long enough for a reader on the same machine, busy as it may be, to take a short phrase. */
const PAUSE_MS = 100;

/** The pause lets a short phrase reach its reader; of a long one the reset destroys what the kernel still holds. */
export const closesWithReset: Fault = {
  name: 'closes-with-reset',
  endpoint: 'fortune',
  summary: 'ends with RST instead of FIN once the phrase is written',
  breaks: ['closes-after-phrase'],
  mayRedden: {
    'phrase-is-whole': 'the reset overtakes what was not read yet',
    'serves-queued-clients': 'the same',
    'survives-slow-reader': 'the same',
    'survives-unsolicited-data': 'the same',
  },
  start: fortuneServer({
    ...carefulFortune,
    deliver: async (socket, phrase) => {
      socket.resume();
      await writeTo(socket, phrase);
      await pause(PAUSE_MS);
      socket.resetAndDestroy();
    },
  }),
};
