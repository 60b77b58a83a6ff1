import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { probeAct } from '../../clients.ts';
import { connectingTwice } from '../ending-badly.ts';

/** It looks whether the server is still there. */
export const connectsTwice: ClientFault = {
  name: 'connects-twice',
  endpoint: 'probe',
  summary: 'connects a second time when all is done',
  breaks: ['one-connection'],
  mayRedden: {},
  run: runOf(connectingTwice(probeAct)),
};
