import type { Fault } from '../../../contracts/endpoint.ts';
import { bindsUnicast } from './binds-unicast.ts';
import { cutsAt512 } from './cuts-at-512.ts';
import { endsOnEmptyDatagram } from './ends-on-empty-datagram.ts';
import { givesUpOnSilence } from './gives-up-on-silence.ts';
import { hidesSource } from './hides-source.ts';
import { joinsAnotherGroup } from './joins-another-group.ts';
import { leavesEarly } from './leaves-early.ts';
import { mergesDatagrams } from './merges-datagrams.ts';
import { neverJoins } from './never-joins.ts';
import { neverLeaves } from './never-leaves.ts';
import { ownsItsPort } from './owns-its-port.ts';
import { showsItsBuffer } from './shows-its-buffer.ts';
import { swapsPort } from './swaps-port.ts';

/** What can be wrong with a multicast receiver. */
export const multicastFaults: readonly Fault[] = [
  neverJoins,
  joinsAnotherGroup,
  leavesEarly,
  neverLeaves,
  bindsUnicast,
  hidesSource,
  mergesDatagrams,
  cutsAt512,
  endsOnEmptyDatagram,
  ownsItsPort,
  showsItsBuffer,
  swapsPort,
  givesUpOnSilence,
];
