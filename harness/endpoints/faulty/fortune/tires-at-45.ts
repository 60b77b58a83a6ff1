import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';
import type { Serve } from '../../listen.ts';
import { untilClosed } from '../../socket.ts';

/** More than the 40 connections that other rows need, fewer than 50. */
const LAST_SERVED = 45;

/** Every client leaks something; in the end there is nothing left to serve with. */
export const tiresAt45: Fault = {
  name: 'tires-at-45',
  endpoint: 'fortune',
  summary: 'falls silent after 45 clients',
  breaks: ['serves-one-after-another', 'survives-client-reset'],
  mayRedden: { 'not-starved': 'the clients of the rows before it count' },
  start: fortuneServer(carefulFortune, tiring),
};

function tiring(serve: Serve): Serve {
  let clients = 0;
  return (socket) => {
    clients += 1;
    return clients > LAST_SERVED ? untilClosed(socket) : serve(socket);
  };
}
