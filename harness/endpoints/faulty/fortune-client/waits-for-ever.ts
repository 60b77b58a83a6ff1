import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { carefulFortuneCall, fortuneCaller } from '../../fortune-client.ts';

/** A read without a timeout. */
export const waitsForEver: ClientFault = {
  name: 'waits-for-ever',
  endpoint: 'fortune',
  summary: 'waits for ever for a server that has stalled',
  breaks: ['gives-up-on-stall'],
  mayRedden: {},
  run: runOf(fortuneAct(fortuneCaller({ ...carefulFortuneCall, patienceMs: () => 0 }))),
};
