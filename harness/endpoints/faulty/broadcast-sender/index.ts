import type { ClientFault } from '../../../contracts/endpoint.ts';
import { endsAfterFive } from './ends-after-five.ts';
import { endsLines } from './ends-lines.ts';
import { forgetsPermission } from './forgets-permission.ts';
import { noPause } from './no-pause.ts';
import { sendsUnicast } from './sends-unicast.ts';
import { straysLater } from './strays-later.ts';
import { takesThePort } from './takes-the-port.ts';

/** What can be wrong with a broadcast sender. */
export const broadcastSenderFaults: readonly ClientFault[] = [
  forgetsPermission,
  endsLines,
  noPause,
  sendsUnicast,
  straysLater,
  endsAfterFive,
  takesThePort,
];
