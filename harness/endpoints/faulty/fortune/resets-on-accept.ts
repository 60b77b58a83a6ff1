import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';
import { phraseRows } from '../rows.ts';

/** Every client is reset before the first octet; nothing else can be seen of it. */
export const resetsOnAccept: Fault = {
  name: 'resets-on-accept',
  endpoint: 'fortune',
  summary: 'resets every connection as soon as it is accepted',
  breaks: ['accepts-connection'],
  mayRedden: phraseRows,
  start: fortuneServer({
    ...carefulFortune,
    deliver: async (socket) => {
      socket.resetAndDestroy();
    },
  }),
};
