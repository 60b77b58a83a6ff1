import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulMulticast, datagramReceiver, type ReceiverParts } from '../../datagram-receiver.ts';
/** A timeout that was set for a trial. */
export const givesUpOnSilence: Fault = {
  name: 'gives-up-on-silence',
  endpoint: 'multicast',
  summary: 'shows nothing any more once nothing has come for 2.5 s',
  breaks: ['receives-after-silence'],
  mayRedden: {},
  start: (options) => datagramReceiver(impatient())(options),
};

/** Longer than any other case lets it wait. */
const PATIENCE_MS = 2500;

function impatient(): ReceiverParts {
  let last = performance.now();
  let isOver = false;
  return {
    ...carefulMulticast,
    line: (datagram, source) => {
      isOver ||= performance.now() - last > PATIENCE_MS;
      last = performance.now();
      return isOver ? '' : carefulMulticast.line(datagram, source);
    },
  };
}
