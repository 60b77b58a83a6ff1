import { once } from 'node:events';
import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';
import { untilClosed } from '../../socket.ts';

/** A server of the request and reply kind: a fortune client, which sends nothing, waits for ever. */
export const waitsForRequest: Fault = {
  name: 'waits-for-request',
  endpoint: 'fortune',
  summary: 'speaks only after the client has sent something',
  breaks: ['speaks-first'],
  mayRedden: {},
  start: fortuneServer({
    ...carefulFortune,
    deliver: async (socket, phrase, idleMs) => {
      socket.resume();
      await Promise.race([once(socket, 'data'), untilClosed(socket)]);
      await carefulFortune.deliver(socket, phrase, idleMs);
    },
  }),
};
