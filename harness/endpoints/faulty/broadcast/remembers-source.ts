import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver, type ReceiverParts } from '../../datagram-receiver.ts';
/** The address is looked at once. */
export const remembersSource: Fault = {
  name: 'remembers-source',
  endpoint: 'broadcast',
  summary: 'shows the first sender with the datagrams of all',
  breaks: ['shows-source'],
  mayRedden: {},
  start: (options) => datagramReceiver(loyal())(options),
};

function loyal(): ReceiverParts {
  let first: Parameters<ReceiverParts['line']>[1] | undefined;
  return {
    ...carefulBroadcast,
    line: (datagram, source) => {
      first ??= source;
      return carefulBroadcast.line(datagram, first);
    },
  };
}
