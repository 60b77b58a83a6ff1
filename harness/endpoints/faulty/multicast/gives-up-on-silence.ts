import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver } from '../../datagram-receiver.ts';
import { impatient } from '../deaf-receivers.ts';

/** A timeout that was set for a trial. */
export const givesUpOnSilence: Fault = {
  name: 'gives-up-on-silence',
  endpoint: 'multicast',
  summary: 'shows nothing any more once nothing has come for 2.5 s',
  breaks: ['receives-after-silence'],
  mayRedden: {},
  start: (options) => datagramReceiver(impatient(carefulMulticast))(options),
};
