import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver } from '../../datagram-receiver.ts';
/** Such a socket is given no broadcast on Linux. */
export const bindsUnicast: Fault = {
  name: 'binds-unicast',
  endpoint: 'broadcast',
  summary: 'is bound to the unicast address of its interface',
  breaks: ['limited', 'subnet-directed'],
  mayRedden: {},
  start: datagramReceiver({ ...carefulBroadcast, bindTo: ({ interface: on = '127.0.0.1' }) => on }),
};
