import type { Fault } from '../../../contracts/endpoint.ts';
import { bindsLimited } from './binds-limited-broadcast.ts';
import { bindsSubnet } from './binds-subnet-broadcast.ts';
import { bindsUnicast } from './binds-unicast.ts';
import { firstSenderOnly } from './first-sender-only.ts';
import { mergesDatagrams } from './merges-datagrams.ts';

/** What can be wrong with a broadcast receiver. */
export const broadcastFaults: readonly Fault[] = [
  bindsUnicast,
  bindsSubnet,
  bindsLimited,
  firstSenderOnly,
  mergesDatagrams,
];
