import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { probeAct } from '../../clients.ts';
import { hasOutcome, silentOn } from '../silent-on.ts';

/** The result of the resolver is not looked at. */
export const hidesAddressError: ClientFault = {
  name: 'hides-address-error',
  endpoint: 'probe',
  summary: 'ends without a word when the name does not resolve',
  breaks: ['reports-address-error', 'no-false-success'],
  mayRedden: {},
  run: runOf(silentOn(hasOutcome('address-error'), probeAct)),
};
