import type { ClientFault } from '../../../contracts/endpoint.ts';
import { buffersToTheEnd } from './buffers-to-the-end.ts';
import { closesWithReset } from './closes-with-reset.ts';
import { connectsTwice } from './connects-twice.ts';
import { endsWithStatus1 } from './ends-with-status-1.ts';
import { hidesReset } from './hides-reset.ts';
import { neverCloses } from './never-closes.ts';
import { oneLineBehind } from './one-line-behind.ts';
import { resendsWhenHeldUp } from './resends-when-held-up.ts';
import { separatesLines } from './separates-lines.ts';

/** What can be wrong with a lines client. */
export const linesClientFaults: readonly ClientFault[] = [
  separatesLines,
  buffersToTheEnd,
  oneLineBehind,
  hidesReset,
  closesWithReset,
  neverCloses,
  endsWithStatus1,
  connectsTwice,
  resendsWhenHeldUp,
];
