import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { probeAct } from '../../clients.ts';
import { untilAborted } from '../hang.ts';

/** A thread that nobody has told to end. */
export const hangsAtTheEnd: ClientFault = {
  name: 'hangs-at-the-end',
  endpoint: 'probe',
  summary: 'stays when it has nothing more to do',
  breaks: ['ends-well'],
  mayRedden: {},
  run: runOf(async (options) => {
    await probeAct(options);
    await untilAborted(options.signal);
  }),
};
