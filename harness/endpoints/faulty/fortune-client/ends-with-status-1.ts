import type { ClientFault } from '../../../contracts/endpoint.ts';
import { fortuneAct } from '../../clients.ts';
import { callFortune } from '../../fortune-client.ts';
import { endingInFailure } from '../ending-badly.ts';

/** It falls off the end of an error handler. */
export const endsWithStatus1: ClientFault = {
  name: 'ends-with-status-1',
  endpoint: 'fortune',
  summary: 'ends with status 1, although all went well',
  breaks: ['ends-well'],
  mayRedden: {},
  run: endingInFailure(fortuneAct(callFortune)),
};
