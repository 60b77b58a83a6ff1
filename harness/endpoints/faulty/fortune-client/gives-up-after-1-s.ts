import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { carefulFortuneCall, fortuneCaller } from '../../fortune-client.ts';

const PATIENCE_MS = 1000;

/** What does not come at once does not come. */
export const givesUpAfter1S: ClientFault = {
  name: 'gives-up-after-1-s',
  endpoint: 'fortune',
  summary: 'waits one second for a phrase',
  breaks: ['waits-for-late-phrase'],
  mayRedden: {},
  run: runOf(fortuneAct(fortuneCaller({ ...carefulFortuneCall, patienceMs: () => PATIENCE_MS }))),
};
