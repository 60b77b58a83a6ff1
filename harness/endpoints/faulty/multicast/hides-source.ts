import type { Fault } from '../../../contracts/endpoint.ts';
import { shownText } from '../../../text/utf8.ts';
import { carefulMulticast, datagramReceiver } from '../../datagram-receiver.ts';
/** The source that recvfrom returns is thrown away. */
export const hidesSource: Fault = {
  name: 'hides-source',
  endpoint: 'multicast',
  summary: 'shows the text without its source',
  breaks: ['shows-source'],
  mayRedden: {},
  start: datagramReceiver({ ...carefulMulticast, line: (datagram) => `${shownText(datagram)}\n` }),
};
