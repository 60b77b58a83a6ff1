import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver } from '../../datagram-receiver.ts';
/** The text is taken for a line of a file. */
export const trims: Fault = {
  name: 'trims',
  endpoint: 'broadcast',
  summary: 'shows datagrams without the spaces at their ends',
  breaks: ['keeps-datagrams-apart'],
  mayRedden: {},
  start: datagramReceiver({
    ...carefulBroadcast,
    line: (datagram, source) => carefulBroadcast.line(Buffer.from(Buffer.from(datagram).toString().trim()), source),
  }),
};
