import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver } from '../../datagram-receiver.ts';
/** SO_REUSEADDR is not set. */
export const ownsItsPort: Fault = {
  name: 'owns-its-port',
  endpoint: 'multicast',
  summary: 'does not share its port',
  breaks: ['shares-the-port'],
  mayRedden: {},
  start: datagramReceiver({ ...carefulMulticast, shares: false }),
};
