import type { ClientFault } from '../../../contracts/endpoint.ts';
import { recordAct } from '../../clients.ts';
import { sendRecord } from '../../record-client.ts';
import { endingInFailure } from '../ending-badly.ts';

/** It falls off the end of an error handler. */
export const endsWithStatus1: ClientFault = {
  name: 'ends-with-status-1',
  endpoint: 'record',
  summary: 'ends with status 1, although all went well',
  breaks: ['ends-well'],
  mayRedden: {},
  run: endingInFailure(recordAct(sendRecord)),
};
