import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { linesAct } from '../../clients.ts';
import { sendLines } from '../../lines-client.ts';
import { hasOutcome, silentOn } from '../silent-on.ts';

/** The exception is caught and passed over. */
export const hidesReset: ClientFault = {
  name: 'hides-reset',
  endpoint: 'lines',
  summary: 'ends without a word when the connection is reset',
  breaks: ['reports-reset'],
  mayRedden: {},
  run: runOf(silentOn(hasOutcome('reset'), linesAct(sendLines))),
};
