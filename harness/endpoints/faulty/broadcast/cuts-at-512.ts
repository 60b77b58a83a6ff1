import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver } from '../../datagram-receiver.ts';
/** The rest of a datagram is lost without an error. */
export const cutsAt512: Fault = {
  name: 'cuts-at-512',
  endpoint: 'broadcast',
  summary: 'receives with a buffer of 512 octets',
  breaks: ['largest-datagram'],
  mayRedden: {},
  start: datagramReceiver({
    ...carefulBroadcast,
    line: (datagram, source) => carefulBroadcast.line(datagram.subarray(0, 512), source),
  }),
};
