import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, RunningEndpoint, ServerOptions } from '../../../contracts/endpoint.ts';
import { errorCode } from '../../../contracts/errors.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';
import { writeTo } from '../../socket.ts';
import { wedge } from '../wedge.ts';

/** Long enough for a client to leave, where the machine is busy, too: one was seen to take 26 ms. Who leaves is not waited for longer. */
const LEAVING_MS = 80;

/** Long enough for an RST of the same machine to arrive, which is there at once. */
const RESET_MS = 2;

/** Writing to a client that has closed fails (EPIPE), and nobody catches it. Two writes with a pause make sure that the failure is seen: the first one provokes the RST, the second meets it. */
export const diesOnClientLeaving: Fault = {
  name: 'dies-on-client-leaving',
  endpoint: 'fortune',
  summary: 'serves nobody any more once a client has left before its phrase was sent',
  breaks: ['survives-client-leaving'],
  mayRedden: {
    'survives-client-reset': 'a client that resets has left, too',
    'not-starved': 'clients that have stayed leave in the end',
  },
  start: startMortal,
};

function startMortal(options: ServerOptions): Promise<RunningEndpoint> {
  const { trip, guard } = wedge();
  return fortuneServer(
    {
      ...carefulFortune,
      deliver: async (socket, phrase, idleMs) => {
        socket.on('error', (error) => ['EPIPE', 'ECONNRESET'].includes(errorCode(error) ?? '') && trip());
        const hasLeft = new Promise((resolve) => socket.once('end', resolve));
        const isReset = new Promise((resolve) => socket.once('close', resolve));
        socket.resume();
        await Promise.race([hasLeft, isReset, pause(LEAVING_MS)]);
        await writeTo(socket, phrase.subarray(0, 1));
        await Promise.race([isReset, pause(RESET_MS)]);
        await carefulFortune.deliver(socket, phrase.subarray(1), idleMs);
      },
    },
    guard,
  )(options);
}
