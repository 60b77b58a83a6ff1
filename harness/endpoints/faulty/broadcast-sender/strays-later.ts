import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { datagramAct } from '../../clients.ts';
import { carefulBroadcastSender, datagramSender } from '../../datagram-sender.ts';
/** A host that has answered is sent every third datagram. */
export const straysLater: ClientFault = {
  name: 'strays-later',
  endpoint: 'broadcast',
  summary: 'sends every third datagram to the address of one host',
  breaks: ['every-datagram'],
  mayRedden: {},
  run: runOf(
    datagramAct(
      datagramSender({
        ...carefulBroadcastSender,
        destination: (options, number) => (number % 3 === 0 ? (options.interface ?? options.host) : options.host),
      }),
    ),
  ),
};
