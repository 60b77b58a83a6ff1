import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { datagramAct } from '../../clients.ts';
import { carefulBroadcastSender, datagramSender } from '../../datagram-sender.ts';
/** It was tried with one receiver. */
export const sendsUnicast: ClientFault = {
  name: 'sends-unicast',
  endpoint: 'broadcast',
  summary: 'sends to the address of one host',
  breaks: ['destination'],
  mayRedden: {},
  run: runOf(
    datagramAct(datagramSender({ ...carefulBroadcastSender, destination: ({ interface: on = '127.0.0.1' }) => on })),
  ),
};
