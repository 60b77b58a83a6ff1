import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';
import type { Serve } from '../../listen.ts';
import { untilClosed } from '../../socket.ts';

/** Clients that it can hold at the same time. */
const SLOTS = 3;

/** Long enough for several connects on the same machine. */
const PAUSE_MS = 50;

/** Serving takes a moment, so that clients that come together are there together. */
export const singleBacklogDrops: Fault = {
  name: 'single-backlog-drops',
  endpoint: 'fortune',
  summary: 'forgets clients that come while three others are connected',
  breaks: ['serves-queued-clients'],
  mayRedden: {},
  start: fortuneServer(carefulFortune, dropping),
};

function dropping(serve: Serve): Serve {
  let taken = 0;
  return async (socket) => {
    if (taken === SLOTS) return untilClosed(socket);
    taken += 1;
    await pause(PAUSE_MS);
    await serve(socket);
    taken -= 1;
  };
}
