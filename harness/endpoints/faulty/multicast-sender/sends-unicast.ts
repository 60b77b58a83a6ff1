import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { datagramAct } from '../../clients.ts';
import { carefulMulticastSender, datagramSender } from '../../datagram-sender.ts';
/** It was tried with one receiver. */
export const sendsUnicast: ClientFault = {
  name: 'sends-unicast',
  endpoint: 'multicast',
  summary: 'sends to the address of one host',
  breaks: ['reaches-group'],
  mayRedden: {},
  run: runOf(
    datagramAct(datagramSender({ ...carefulMulticastSender, destination: ({ interface: on = '127.0.0.1' }) => on })),
  ),
};
