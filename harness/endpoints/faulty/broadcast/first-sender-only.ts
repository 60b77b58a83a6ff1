import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver, type ReceiverParts } from '../../datagram-receiver.ts';
/** The socket is connected to whoever spoke first. */
export const firstSenderOnly: Fault = {
  name: 'first-sender-only',
  endpoint: 'broadcast',
  summary: 'shows the datagrams of the first sender that it has heard alone',
  breaks: ['several-senders'],
  mayRedden: {},
  start: (options) => datagramReceiver(loyal())(options),
};

function loyal(): ReceiverParts {
  let port: number | undefined;
  return {
    ...carefulBroadcast,
    line: (datagram, source) => {
      port ??= source.port;
      return port === source.port ? carefulBroadcast.line(datagram, source) : '';
    },
  };
}
