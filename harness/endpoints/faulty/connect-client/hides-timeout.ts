import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { probeAct } from '../../clients.ts';
import { hasOutcome, silentOn } from '../silent-on.ts';

/** It gives up, and says so to nobody. */
export const hidesTimeout: ClientFault = {
  name: 'hides-timeout',
  endpoint: 'probe',
  summary: 'ends without a word when the connection times out',
  breaks: ['reports-timeout', 'no-false-success'],
  mayRedden: {},
  run: runOf(silentOn(hasOutcome('timed-out'), probeAct)),
};
