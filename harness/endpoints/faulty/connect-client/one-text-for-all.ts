import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { probeAct } from '../../clients.ts';
import { CallFailure } from '../../connect.ts';

/** Every exception is caught by the same handler, which does not look at it. */
export const oneTextForAll: ClientFault = {
  name: 'one-text-for-all',
  endpoint: 'probe',
  summary: 'says the same, whatever went wrong',
  breaks: ['tells-errors-apart'],
  mayRedden: {},
  run: runOf(async (options) => {
    await probeAct(options).catch(() => {
      throw new CallFailure('failed', 'could not connect');
    });
  }),
};
