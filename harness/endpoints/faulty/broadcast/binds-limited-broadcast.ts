import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver } from '../../datagram-receiver.ts';
/** It is given what was sent to just that address. */
export const bindsLimited: Fault = {
  name: 'binds-limited-broadcast',
  endpoint: 'broadcast',
  summary: 'is bound to 255.255.255.255',
  breaks: ['subnet-directed', 'unicast-too'],
  mayRedden: {},
  start: datagramReceiver({ ...carefulBroadcast, bindTo: () => '255.255.255.255' }),
};
