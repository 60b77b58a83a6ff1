import type { ClientFault } from '../../../contracts/endpoint.ts';
import { HELLO } from '../../../protocols/datagram.ts';
import { runOf } from '../../client-run.ts';
import { datagramAct } from '../../clients.ts';
import { carefulMulticastSender, datagramSender } from '../../datagram-sender.ts';
/** A buffer is written to while it is sent again and again. */
export const changesLater: ClientFault = {
  name: 'changes-later',
  endpoint: 'multicast',
  summary: 'sends one octet more from the third datagram on',
  breaks: ['every-datagram'],
  mayRedden: {},
  run: runOf(
    datagramAct(
      datagramSender({ ...carefulMulticastSender, payload: (number) => Buffer.from(number < 3 ? HELLO : `${HELLO}!`) }),
    ),
  ),
};
