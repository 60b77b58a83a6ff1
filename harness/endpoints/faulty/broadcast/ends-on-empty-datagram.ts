import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver, type ReceiverParts } from '../../datagram-receiver.ts';
/** As with a stream, nothing read means that nothing more comes. */
export const endsOnEmptyDatagram: Fault = {
  name: 'ends-on-empty-datagram',
  endpoint: 'broadcast',
  summary: 'takes a datagram of no octets for the end',
  breaks: ['empty-datagram'],
  mayRedden: {},
  start: (options) => datagramReceiver(deafAfterEmpty())(options),
};

/** What comes after the empty one is shown to nobody. */
function deafAfterEmpty(): ReceiverParts {
  let isOver = false;
  return {
    ...carefulBroadcast,
    line: (datagram, source) => {
      isOver ||= datagram.length === 0;
      return isOver ? '' : carefulBroadcast.line(datagram, source);
    },
  };
}
