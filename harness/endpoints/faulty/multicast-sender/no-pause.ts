import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { datagramAct } from '../../clients.ts';
import { carefulMulticastSender, datagramSender } from '../../datagram-sender.ts';
/** The pause is counted in another unit. */
export const noPause: ClientFault = {
  name: 'no-pause',
  endpoint: 'multicast',
  summary: 'sends a datagram every 50 ms',
  breaks: ['interval'],
  mayRedden: {},
  run: runOf(datagramAct(datagramSender({ ...carefulMulticastSender, pauseMs: () => 50 }))),
};
