import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver, membershipOf } from '../../datagram-receiver.ts';

/** No run chooses it: fresh groups end in 1 to 254. */
const OWN_GROUP = '239.255.7.0';

/** The group is written into the program. */
export const joinsAnotherGroup: Fault = {
  name: 'joins-another-group',
  endpoint: 'multicast',
  summary: 'joins a group of its own instead of the one it was told',
  breaks: ['receives-after-join', 'joins-on-interface'],
  mayRedden: {},
  start: datagramReceiver({
    ...carefulMulticast,
    join: (socket, options) => socket.addMembership(OWN_GROUP, membershipOf(options).on),
    leave: () => undefined,
  }),
};
