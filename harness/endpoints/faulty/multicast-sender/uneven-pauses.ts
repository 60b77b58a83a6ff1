import type { ClientFault } from '../../../contracts/endpoint.ts';
import { INTERVAL_MS } from '../../../protocols/datagram.ts';
import { runOf } from '../../client-run.ts';
import { datagramAct } from '../../clients.ts';
import { carefulMulticastSender, datagramSender } from '../../datagram-sender.ts';
/** Two timers take turns. */
export const unevenPauses: ClientFault = {
  name: 'uneven-pauses',
  endpoint: 'multicast',
  summary: 'sends in pairs: the mean of its gaps is right',
  breaks: ['every-datagram'],
  mayRedden: {},
  run: runOf(
    datagramAct(
      datagramSender({
        ...carefulMulticastSender,
        pauseMs: ({ intervalMs = INTERVAL_MS }, number) => intervalMs * (number % 2 === 0 ? 0.1 : 1.9),
      }),
    ),
  ),
};
