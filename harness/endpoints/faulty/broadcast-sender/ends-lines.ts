import type { ClientFault } from '../../../contracts/endpoint.ts';
import { HELLO } from '../../../protocols/datagram.ts';
import { runOf } from '../../client-run.ts';
import { datagramAct } from '../../clients.ts';
import { carefulBroadcastSender, datagramSender } from '../../datagram-sender.ts';
/** The text is printed as a line. */
export const endsLines: ClientFault = {
  name: 'ends-lines',
  endpoint: 'broadcast',
  summary: 'sends a line end after the text',
  breaks: ['payload'],
  mayRedden: {},
  run: runOf(datagramAct(datagramSender({ ...carefulBroadcastSender, payload: () => Buffer.from(`${HELLO}\n`) }))),
};
