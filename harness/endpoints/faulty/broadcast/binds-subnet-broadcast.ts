import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver } from '../../datagram-receiver.ts';
/** It is given what was sent to just that address. */
export const bindsSubnet: Fault = {
  name: 'binds-subnet-broadcast',
  endpoint: 'broadcast',
  summary: 'is bound to the broadcast address of its subnet',
  breaks: ['limited', 'unicast-too'],
  mayRedden: {},
  start: datagramReceiver({ ...carefulBroadcast, bindTo: () => '127.255.255.255' }),
};
