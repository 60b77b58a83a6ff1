import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver } from '../../datagram-receiver.ts';
/** The port is printed as it stands in sockaddr_in. */
export const swapsPort: Fault = {
  name: 'swaps-port',
  endpoint: 'multicast',
  summary: 'shows the port of a source with its octets swapped',
  breaks: ['shows-source'],
  mayRedden: {},
  start: datagramReceiver({
    ...carefulMulticast,
    line: (datagram, { address, port }) =>
      carefulMulticast.line(datagram, { address, port: ((port & 0xff) << 8) | (port >> 8) }),
  }),
};
