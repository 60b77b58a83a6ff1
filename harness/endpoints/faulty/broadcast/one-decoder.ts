import { StringDecoder } from 'node:string_decoder';
import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulBroadcast, datagramReceiver, type ReceiverParts } from '../../datagram-receiver.ts';

/** All datagrams go through one decoder, as what is read of a stream does. */
export const oneDecoder: Fault = {
  name: 'one-decoder',
  endpoint: 'broadcast',
  summary: 'shows the half of a character that a datagram ends with in front of the next one',
  breaks: ['keeps-datagrams-apart'],
  mayRedden: {},
  start: (options) => datagramReceiver(withOneDecoder())(options),
};

function withOneDecoder(): ReceiverParts {
  const decoder = new StringDecoder('utf8');
  return {
    ...carefulBroadcast,
    line: (datagram, source) => carefulBroadcast.line(Buffer.from(decoder.write(Buffer.from(datagram))), source),
  };
}
