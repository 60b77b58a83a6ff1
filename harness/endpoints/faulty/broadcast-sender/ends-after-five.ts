import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { datagramAct } from '../../clients.ts';
import { carefulBroadcastSender, datagramSender } from '../../datagram-sender.ts';
/** A loop of five was left in from a trial. */
export const endsAfterFive: ClientFault = {
  name: 'ends-after-five',
  endpoint: 'broadcast',
  summary: 'ends after five datagrams',
  breaks: ['every-datagram'],
  mayRedden: {},
  run: runOf(datagramAct(datagramSender({ ...carefulBroadcastSender, goesOn: (_, sent) => sent < 5 }))),
};
