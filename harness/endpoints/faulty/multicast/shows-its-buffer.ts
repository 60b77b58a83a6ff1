import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver, type ReceiverParts } from '../../datagram-receiver.ts';
/** One buffer for all datagrams, printed up to the end of what was ever in it. */
export const showsItsBuffer: Fault = {
  name: 'shows-its-buffer',
  endpoint: 'multicast',
  summary: 'shows the rest of a longer datagram behind a shorter one',
  breaks: ['keeps-datagrams-apart'],
  mayRedden: {},
  start: (options) => datagramReceiver(withOneBuffer())(options),
};

function withOneBuffer(): ReceiverParts {
  let held: Uint8Array = new Uint8Array();
  return {
    ...carefulMulticast,
    line: (datagram, source) => {
      held = Buffer.concat([datagram, held.subarray(datagram.length)]);
      return carefulMulticast.line(held, source);
    },
  };
}
