import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver, type ReceiverParts } from '../../datagram-receiver.ts';
/** The socket is connected to whoever spoke first. */
export const firstSenderOnly: Fault = {
  name: 'first-sender-only',
  endpoint: 'broadcast',
  summary: 'shows the datagrams of the first sender that it has heard alone',
  breaks: ['several-senders'],
  mayRedden: ['limited', 'subnet-directed', 'unicast-too', 'keeps-datagrams-apart'],
  start: (options) => datagramReceiver(loyal())(options),
};

/** It is loyal for as long as its first sender goes on: a silence of this many milliseconds, and it looks for another. */
const SILENCE_MS = 30;

function loyal(): ReceiverParts {
  let port: number | undefined;
  let heardAt = 0;
  return {
    ...carefulBroadcast,
    line: (datagram, source) => {
      if (port === undefined || performance.now() - heardAt > SILENCE_MS) port = source.port;
      if (port !== source.port) return '';
      heardAt = performance.now();
      return carefulBroadcast.line(datagram, source);
    },
  };
}
