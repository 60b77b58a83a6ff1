import type { ClientFault } from '../../../contracts/endpoint.ts';
import { changesLater } from './changes-later.ts';
import { endsLines } from './ends-lines.ts';
import { noPause } from './no-pause.ts';
import { sendsUnicast } from './sends-unicast.ts';
import { takesThePort } from './takes-the-port.ts';
import { unevenPauses } from './uneven-pauses.ts';
import { waitsForListener } from './waits-for-listener.ts';

/** What can be wrong with a multicast sender. */
export const multicastSenderFaults: readonly ClientFault[] = [
  endsLines,
  noPause,
  sendsUnicast,
  waitsForListener,
  changesLater,
  unevenPauses,
  takesThePort,
];
