import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver } from '../../datagram-receiver.ts';
/** The bind is taken for all that it needs. */
export const neverJoins: Fault = {
  name: 'never-joins',
  endpoint: 'multicast',
  summary: 'has its port, and never joins the group',
  breaks: ['receives-after-join', 'joins-on-interface'],
  mayRedden: {},
  start: datagramReceiver({ ...carefulMulticast, join: () => undefined, leave: () => undefined }),
};
