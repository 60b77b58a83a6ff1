import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver, type ReceiverParts } from '../../datagram-receiver.ts';
/** As with a stream, nothing read means that nothing more comes. */
export const endsOnEmptyDatagram: Fault = {
  name: 'ends-on-empty-datagram',
  endpoint: 'multicast',
  summary: 'takes a datagram of no octets for the end',
  breaks: ['empty-datagram'],
  mayRedden: {},
  start: (options) => datagramReceiver(deafAfterEmpty())(options),
};

/** What comes after the empty one is shown to nobody. */
function deafAfterEmpty(): ReceiverParts {
  let isOver = false;
  return {
    ...carefulMulticast,
    line: (datagram, source) => {
      isOver ||= datagram.length === 0;
      return isOver ? '' : carefulMulticast.line(datagram, source);
    },
  };
}
