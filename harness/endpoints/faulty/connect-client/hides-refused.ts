import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { probeAct } from '../../clients.ts';
import { hasOutcome, silentOn } from '../silent-on.ts';

/** The exception is caught and passed over. */
export const hidesRefused: ClientFault = {
  name: 'hides-refused',
  endpoint: 'probe',
  summary: 'ends without a word when the connection is refused',
  breaks: ['reports-refused', 'no-false-success'],
  mayRedden: {},
  run: runOf(silentOn(hasOutcome('refused'), probeAct)),
};
