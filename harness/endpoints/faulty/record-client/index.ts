import type { ClientFault } from '../../../contracts/endpoint.ts';
import { connectsTwice } from './connects-twice.ts';
import { endsWithStatus1 } from './ends-with-status-1.ts';
import { hidesReset } from './hides-reset.ts';
import { littleEndianHeader } from './little-endian-header.ts';
import { neverCloses } from './never-closes.ts';
import { sizeCountsHeader } from './size-counts-header.ts';

/** What can be wrong with a record client. */
export const recordClientFaults: readonly ClientFault[] = [
  littleEndianHeader,
  sizeCountsHeader,
  hidesReset,
  neverCloses,
  endsWithStatus1,
  connectsTwice,
];
