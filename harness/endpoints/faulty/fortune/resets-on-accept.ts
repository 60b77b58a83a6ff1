import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';

/** Every client is reset before the first octet; nothing else can be seen of it. */
export const resetsOnAccept: Fault = {
  name: 'resets-on-accept',
  endpoint: 'fortune',
  summary: 'resets every connection as soon as it is accepted',
  breaks: ['accepts-connection'],
  mayRedden: { 'speaks-first': 'the reset is all that comes' },
  start: fortuneServer({
    ...carefulFortune,
    deliver: async (socket) => {
      socket.resetAndDestroy();
    },
  }),
};
