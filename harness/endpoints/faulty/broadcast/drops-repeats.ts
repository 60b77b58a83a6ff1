import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver, type ReceiverParts } from '../../datagram-receiver.ts';
/** What has come before is taken for a duplicate of the network. */
export const dropsRepeats: Fault = {
  name: 'drops-repeats',
  endpoint: 'broadcast',
  summary: 'drops a datagram that says the same as an earlier one',
  breaks: ['keeps-datagrams-apart'],
  mayRedden: {},
  start: (options) => datagramReceiver(forgetful())(options),
};

function forgetful(): ReceiverParts {
  const seen = new Set<string>();
  return {
    ...carefulBroadcast,
    line: (datagram, source) => {
      const text = Buffer.from(datagram).toString('latin1');
      if (seen.has(text)) return '';
      seen.add(text);
      return carefulBroadcast.line(datagram, source);
    },
  };
}
