import type { ClientFault } from '../../../contracts/endpoint.ts';
import { closesWithReset } from './closes-with-reset.ts';
import { composesNames } from './composes-names.ts';
import { connectsTwice } from './connects-twice.ts';
import { countsOctets } from './counts-octets.ts';
import { decimalSize } from './decimal-size.ts';
import { endsWithStatus1 } from './ends-with-status-1.ts';
import { forgetsLastOctet } from './forgets-last-octet.ts';
import { hidesLostConnection } from './hides-lost-connection.ts';
import { hidesRefusals } from './hides-refusals.ts';
import { ignoresShortWrites } from './ignores-short-writes.ts';
import { limitsWholeUpload } from './limits-whole-upload.ts';
import { littleEndianSize } from './little-endian-size.ts';
import { lowerCasesNames } from './lower-cases-names.ts';
import { neverCloses } from './never-closes.ts';
import { noSeparator } from './no-separator.ts';
import { oneWrite } from './one-write.ts';
import { sendsFolderToo } from './sends-folder-too.ts';
import { sendsLongNames } from './sends-long-names.ts';
import { sizeCountsHeader } from './size-counts-header.ts';
import { sizeModulo4Gib } from './size-modulo-4-gib.ts';
import { textModeNewlines } from './text-mode-newlines.ts';
import { trimsNames } from './trims-names.ts';
import { waitsForEver } from './waits-for-ever.ts';

/** What can be wrong with an upload client. */
export const uploadClientFaults: readonly ClientFault[] = [
  littleEndianSize,
  decimalSize,
  sizeCountsHeader,
  noSeparator,
  sendsFolderToo,
  sendsLongNames,
  sizeModulo4Gib,
  textModeNewlines,
  oneWrite,
  forgetsLastOctet,
  ignoresShortWrites,
  hidesLostConnection,
  hidesRefusals,
  closesWithReset,
  neverCloses,
  endsWithStatus1,
  connectsTwice,
  countsOctets,
  lowerCasesNames,
  trimsNames,
  composesNames,
  waitsForEver,
  limitsWholeUpload,
];
