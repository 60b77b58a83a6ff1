import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver } from '../../datagram-receiver.ts';
import { endedByEmpty } from '../deaf-receivers.ts';

/** As with a stream, nothing read means that nothing more comes. */
export const endsOnEmptyDatagram: Fault = {
  name: 'ends-on-empty-datagram',
  endpoint: 'broadcast',
  summary: 'takes a datagram of no octets for the end',
  breaks: ['empty-datagram'],
  mayRedden: {},
  start: (options) => datagramReceiver(endedByEmpty(carefulBroadcast))(options),
};
