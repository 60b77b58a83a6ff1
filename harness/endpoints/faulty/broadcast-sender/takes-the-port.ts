import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { datagramAct } from '../../clients.ts';
import { carefulBroadcastSender, datagramSender } from '../../datagram-sender.ts';
/** The line that binds the port was copied from the receiver. */
export const takesThePort: ClientFault = {
  name: 'takes-the-port',
  endpoint: 'broadcast',
  summary: 'binds its own socket to the port that it sends to',
  breaks: ['beside-a-listener'],
  mayRedden: {},
  run: runOf(datagramAct(datagramSender({ ...carefulBroadcastSender, ownPort: ({ port }) => port }))),
};
