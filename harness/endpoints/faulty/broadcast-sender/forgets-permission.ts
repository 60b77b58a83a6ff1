import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { datagramAct } from '../../clients.ts';
import { carefulBroadcastSender, datagramSender } from '../../datagram-sender.ts';
/** The kernel refuses to send. */
export const forgetsPermission: ClientFault = {
  name: 'forgets-permission',
  endpoint: 'broadcast',
  summary: 'does not set SO_BROADCAST',
  breaks: ['sets-so-broadcast'],
  mayRedden: {},
  run: runOf(datagramAct(datagramSender({ ...carefulBroadcastSender, prepare: () => undefined }))),
};
