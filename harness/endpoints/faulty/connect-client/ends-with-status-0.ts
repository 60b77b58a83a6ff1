import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { probeAct } from '../../clients.ts';

/** It says what went wrong, and leaves it at that. */
export const endsWithStatus0: ClientFault = {
  name: 'ends-with-status-0',
  endpoint: 'probe',
  summary: 'ends with status 0 where it has reported an error',
  breaks: ['fails-with-status'],
  mayRedden: {},
  run: async (options) => {
    await runOf(probeAct)(options);
    return 0;
  },
};
