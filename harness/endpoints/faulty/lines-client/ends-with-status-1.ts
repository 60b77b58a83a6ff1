import type { ClientFault } from '../../../contracts/endpoint.ts';
import { linesAct } from '../../clients.ts';
import { sendLines } from '../../lines-client.ts';
import { endingInFailure } from '../ending-badly.ts';

/** It falls off the end of an error handler. */
export const endsWithStatus1: ClientFault = {
  name: 'ends-with-status-1',
  endpoint: 'lines',
  summary: 'ends with status 1, although all went well',
  breaks: ['ends-well'],
  mayRedden: {},
  run: endingInFailure(linesAct(sendLines)),
};
