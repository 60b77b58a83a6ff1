import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver } from '../../datagram-receiver.ts';
/** The rest of a datagram is lost without an error. */
export const cutsAt512: Fault = {
  name: 'cuts-at-512',
  endpoint: 'multicast',
  summary: 'receives with a buffer of 512 octets',
  breaks: ['largest-datagram'],
  mayRedden: {},
  start: datagramReceiver({
    ...carefulMulticast,
    line: (datagram, source) => carefulMulticast.line(datagram.subarray(0, 512), source),
  }),
};
