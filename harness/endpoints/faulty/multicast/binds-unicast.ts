import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver } from '../../datagram-receiver.ts';
/** It works on its author's PC: other systems give such a socket multicast, Linux does not. */
export const bindsUnicast: Fault = {
  name: 'binds-unicast',
  endpoint: 'multicast',
  summary: 'is bound to the unicast address of its interface',
  breaks: ['receives-after-join'],
  mayRedden: {},
  start: datagramReceiver({ ...carefulMulticast, bindTo: ({ interface: on = '127.0.0.1' }) => on }),
};
