import type { Fault } from '../../../contracts/endpoint.ts';
import { allocatesTheSize } from './allocates-the-size.ts';
import { bufferOf1024 } from './buffer-of-1024.ts';
import { diesOnEarlyClose } from './dies-on-early-close.ts';
import { diesOnRecordReset } from './dies-on-reset.ts';
import { expandsTabs } from './expands-tabs.ts';
import { givesUpAfterHalfASecond } from './gives-up-after-half-a-second.ts';
import { keeps150Records } from './keeps-150-records.ts';
import { limitsWholeConnection } from './limits-whole-connection.ts';
import { littleEndian } from './little-endian.ts';
import { neverCloses } from './never-closes.ts';
import { oneReadData } from './one-read-data.ts';
import { oneReadHeader } from './one-read-header.ts';
import { saysOk } from './says-ok.ts';
import { sharesBuffer } from './shares-buffer.ts';
import { showsPartialData } from './shows-partial-data.ts';
import { showsSurplus } from './shows-surplus.ts';
import { signedSize } from './signed-size.ts';
import { takesASecondRecord } from './takes-a-second-record.ts';
import { twoReadsAtMost } from './two-reads-at-most.ts';

/** What can be wrong with a record server. */
export const recordFaults: readonly Fault[] = [
  oneReadHeader,
  oneReadData,
  twoReadsAtMost,
  littleEndian,
  signedSize,
  allocatesTheSize,
  bufferOf1024,
  showsPartialData,
  showsSurplus,
  diesOnEarlyClose,
  diesOnRecordReset,
  neverCloses,
  expandsTabs,
  givesUpAfterHalfASecond,
  saysOk,
  keeps150Records,
  takesASecondRecord,
  sharesBuffer,
  limitsWholeConnection,
];
