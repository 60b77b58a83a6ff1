import type { Fault } from '../../../contracts/endpoint.ts';
import { bindsLimited } from './binds-limited-broadcast.ts';
import { bindsSubnet } from './binds-subnet-broadcast.ts';
import { bindsUnicast } from './binds-unicast.ts';
import { cutsAt512 } from './cuts-at-512.ts';
import { dropsRepeats } from './drops-repeats.ts';
import { endsOnEmptyDatagram } from './ends-on-empty-datagram.ts';
import { firstSenderOnly } from './first-sender-only.ts';
import { givesUpOnSilence } from './gives-up-on-silence.ts';
import { mergesDatagrams } from './merges-datagrams.ts';
import { oneDecoder } from './one-decoder.ts';
import { remembersSource } from './remembers-source.ts';
import { trims } from './trims.ts';

/** What can be wrong with a broadcast receiver. */
export const broadcastFaults: readonly Fault[] = [
  bindsUnicast,
  bindsSubnet,
  bindsLimited,
  firstSenderOnly,
  mergesDatagrams,
  dropsRepeats,
  oneDecoder,
  remembersSource,
  trims,
  cutsAt512,
  endsOnEmptyDatagram,
  givesUpOnSilence,
];
