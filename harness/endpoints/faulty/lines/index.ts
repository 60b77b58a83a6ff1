import type { Fault } from '../../../contracts/endpoint.ts';
import { bufferOf1024 } from './buffer-of-1024.ts';
import { bufferOutlivesClient } from './buffer-outlives-client.ts';
import { buffersEndlessLine } from './buffers-endless-line.ts';
import { decodesEachBlock } from './decodes-each-block.ts';
import { decodesEachRead } from './decodes-each-read.ts';
import { diesInMidLine } from './dies-in-mid-line.ts';
import { dropsCarriageReturns } from './drops-carriage-returns.ts';
import { dropsEmptyLines } from './drops-empty-lines.ts';
import { dropsLastLine } from './drops-last-line.ts';
import { endsAtEmptyLine } from './ends-at-empty-line.ts';
import { expandsTabs } from './expands-tabs.ts';
import { firstLineOfARead } from './first-line-of-a-read.ts';
import { givesUpAfterHalfASecond } from './gives-up-after-half-a-second.ts';
import { idleClientBlocks } from './idle-client-blocks.ts';
import { keepsBuffersByPlace } from './keeps-buffers-by-place.ts';
import { limitsWholeConnection } from './limits-whole-connection.ts';
import { neverCloses } from './never-closes.ts';
import { oneClientOnly } from './one-client-only.ts';
import { readIsALine } from './read-is-a-line.ts';
import { saysOk } from './says-ok.ts';
import { shows1000Lines } from './shows-1000-lines.ts';
import { showsAtTheEnd } from './shows-at-the-end.ts';
import { splitsAtOtherLineEnds } from './splits-at-other-line-ends.ts';

/** What can be wrong with a lines server. */
export const linesFaults: readonly Fault[] = [
  readIsALine,
  firstLineOfARead,
  dropsEmptyLines,
  endsAtEmptyLine,
  showsAtTheEnd,
  bufferOf1024,
  buffersEndlessLine,
  dropsCarriageReturns,
  decodesEachRead,
  decodesEachBlock,
  dropsLastLine,
  bufferOutlivesClient,
  diesInMidLine,
  oneClientOnly,
  neverCloses,
  expandsTabs,
  splitsAtOtherLineEnds,
  shows1000Lines,
  givesUpAfterHalfASecond,
  saysOk,
  idleClientBlocks,
  limitsWholeConnection,
  keepsBuffersByPlace,
];
