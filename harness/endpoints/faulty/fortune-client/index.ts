import type { ClientFault } from '../../../contracts/endpoint.ts';
import { alwaysSaysClosed } from './always-says-closed.ts';
import { bufferOf1024 } from './buffer-of-1024.ts';
import { connectsTwice } from './connects-twice.ts';
import { decodesEachBlock } from './decodes-each-block.ts';
import { decodesEachRead } from './decodes-each-read.ts';
import { endsWithStatus1 } from './ends-with-status-1.ts';
import { givesUpAfter1S } from './gives-up-after-1-s.ts';
import { hangsOnEmptyPhrase } from './hangs-on-empty-phrase.ts';
import { hidesReset } from './hides-reset.ts';
import { neverCloses } from './never-closes.ts';
import { oneRead } from './one-read.ts';
import { sendsAGreeting } from './sends-a-greeting.ts';
import { showsPart } from './shows-part.ts';
import { triesAgain } from './tries-again.ts';
import { waitsForEver } from './waits-for-ever.ts';

/** What can be wrong with a fortune client. */
export const fortuneClientFaults: readonly ClientFault[] = [
  oneRead,
  bufferOf1024,
  decodesEachRead,
  decodesEachBlock,
  givesUpAfter1S,
  waitsForEver,
  sendsAGreeting,
  hangsOnEmptyPhrase,
  hidesReset,
  showsPart,
  neverCloses,
  endsWithStatus1,
  connectsTwice,
  triesAgain,
  alwaysSaysClosed,
];
