import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { callFortune } from '../../fortune-client.ts';
import { connectingTwice } from '../ending-badly.ts';

/** It looks whether the server is still there. */
export const connectsTwice: ClientFault = {
  name: 'connects-twice',
  endpoint: 'fortune',
  summary: 'connects a second time when all is done',
  breaks: ['one-connection'],
  mayRedden: { 'reads-until-close': 'its second connection may be taken for that of the next client' },
  run: runOf(connectingTwice(fortuneAct(callFortune))),
};
