import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';
import { writeTo } from '../../socket.ts';

/** How long one piece may take; a reader that reads at all needs a fraction of it. */
const PATIENCE_MS = 250;

const PIECE_OCTETS = 64 * 1024;

/** A limit on every write, meant for dead clients, that a slow one exceeds. */
export const givesUpOnSlowReader: Fault = {
  name: 'gives-up-on-slow-reader',
  endpoint: 'fortune',
  summary: 'ends a phrase that the client does not read fast enough',
  breaks: ['survives-slow-reader'],
  mayRedden: {
    'survives-half-close': 'within a long phrase the client reads slowly',
    'survives-unsolicited-data': 'who reads late reads slowly',
  },
  start: fortuneServer({ ...carefulFortune, deliver: deliverImpatiently }),
};

async function deliverImpatiently(socket: Socket, phrase: Uint8Array, idleMs: number): Promise<void> {
  socket.resume();
  for (let at = 0; at < phrase.length; at += PIECE_OCTETS) {
    const written = writeTo(socket, phrase.subarray(at, at + PIECE_OCTETS)).then(() => true);
    if (!(await Promise.race([written, pause(PATIENCE_MS, false, { ref: false })]))) {
      socket.destroy();
      return;
    }
  }
  await carefulFortune.deliver(socket, new Uint8Array(), idleMs);
}
