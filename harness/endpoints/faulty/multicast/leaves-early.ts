import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver } from '../../datagram-receiver.ts';
/** The membership is dropped in the handler of a datagram. */
export const leavesEarly: Fault = {
  name: 'leaves-early',
  endpoint: 'multicast',
  summary: 'leaves the group after its first datagram',
  breaks: ['receives-after-join'],
  mayRedden: {},
  start: datagramReceiver({
    ...carefulMulticast,
    after: (socket, options, number) => {
      if (number === 1) carefulMulticast.leave(socket, options);
    },
    leave: () => undefined,
  }),
};
