import type { Fault } from '../../contracts/endpoint.ts';
import { broadcastFaults } from './broadcast/index.ts';
import { closesWithReset } from './fortune/closes-with-reset.ts';
import { cutsAt1024 } from './fortune/cuts-at-1024.ts';
import { diesOnClientLeaving } from './fortune/dies-on-client-leaving.ts';
import { diesOnReset } from './fortune/dies-on-reset.ts';
import { garblesControls } from './fortune/garbles-controls.ts';
import { givesUpOnSlowReader } from './fortune/gives-up-on-slow-reader.ts';
import { halfCloseEndsPhrase } from './fortune/half-close-ends-phrase.ts';
import { neverCloses } from './fortune/never-closes.ts';
import { resetsOnAccept } from './fortune/resets-on-accept.ts';
import { samePhraseAlways } from './fortune/same-phrase-always.ts';
import { singleBacklogDrops } from './fortune/single-backlog-drops.ts';
import { starves } from './fortune/starves.ts';
import { tiresAt45 } from './fortune/tires-at-45.ts';
import { unsolicitedDataAborts } from './fortune/unsolicited-data-aborts.ts';
import { waitsForRequest } from './fortune/waits-for-request.ts';
import { linesFaults } from './lines/index.ts';
import { multicastFaults } from './multicast/index.ts';
import { recordFaults } from './record/index.ts';
import { acceptsLongNames } from './upload/accepts-long-names.ts';
import { appendsSameName } from './upload/appends-same-name.ts';
import { buffersEndlessName } from './upload/buffers-endless-name.ts';
import { composesNames } from './upload/composes-names.ts';
import { diesOnClientReset } from './upload/dies-on-client-reset.ts';
import { diesOnHugeSize } from './upload/dies-on-huge-size.ts';
import { followsAbsolutePath } from './upload/follows-absolute-path.ts';
import { followsParentFolder } from './upload/follows-parent-folder.ts';
import { givesUpAfterHalfASecond } from './upload/gives-up-after-half-a-second.ts';
import { idleClientBlocks } from './upload/idle-client-blocks.ts';
import { ignoresSeparator } from './upload/ignores-separator.ts';
import { keepsConnectionOpen } from './upload/keeps-connection-open.ts';
import { keepsPartialFiles } from './upload/keeps-partial-files.ts';
import { leavesALogFile } from './upload/leaves-a-log-file.ts';
import { leavesTempFiles } from './upload/leaves-temp-files.ts';
import { limitsWholeConnection } from './upload/limits-whole-connection.ts';
import { littleEndianSize } from './upload/little-endian-size.ts';
import { losesOctetsAfterHeader } from './upload/loses-octets-after-header.ts';
import { lowercasesNames } from './upload/lowercases-names.ts';
import { mixesConcurrentUploads } from './upload/mixes-concurrent-uploads.ts';
import { nameLimit31 } from './upload/name-limit-31.ts';
import { nameLimitCountsOctets } from './upload/name-limit-counts-octets.ts';
import { newlineEndsSize } from './upload/newline-ends-size.ts';
import { oneReadHeader } from './upload/one-read-header.ts';
import { overwritesWithoutTruncating } from './upload/overwrites-without-truncating.ts';
import { readsEndlessName } from './upload/reads-endless-name.ts';
import { resumesUploads } from './upload/resumes-uploads.ts';
import { saysOk } from './upload/says-ok.ts';
import { saysWhy } from './upload/says-why.ts';
import { sharesPartFiles } from './upload/shares-part-files.ts';
import { shortReadIsEnd } from './upload/short-read-is-end.ts';
import { shortensNames } from './upload/shortens-names.ts';
import { signedSize } from './upload/signed-size.ts';
import { stopsAt32Mib } from './upload/stops-at-32-mib.ts';
import { storesEmptyName } from './upload/stores-empty-name.ts';
import { storesOnEarlyClose } from './upload/stores-on-early-close.ts';
import { storesSurplus } from './upload/stores-surplus.ts';
import { stripsNames } from './upload/strips-names.ts';
import { takesASecondUpload } from './upload/takes-a-second-upload.ts';
import { textModeNewlines } from './upload/text-mode-newlines.ts';
import { twoReadHeader } from './upload/two-read-header.ts';
import { wedgesOnEarlyClose } from './upload/wedges-on-early-close.ts';
import { writesInPlace } from './upload/writes-in-place.ts';

/**
 * Deliberately faulty endpoints: for every MUST of a server there is one that breaks it, so that its case is known to
 * be able to fail.
 *
 * The rule for a fault: it is one mistake that real programs make, in a file of its own, made by replacing one part of
 * the reference or by wrapping the way it serves. The reference knows nothing of faults. A fault reddens what it
 * `breaks`, may redden what rests on the same behaviour, and nothing else. It must not block the event loop, harm the
 * machine or keep `stop` waiting: a program that spins or has died is played by one that accepts and never serves
 * again (`wedge`). What it does must not hang on luck: where a fault needs something to have arrived, it pauses.
 */
export const faults: readonly Fault[] = [
  resetsOnAccept,
  waitsForRequest,
  neverCloses,
  closesWithReset,
  cutsAt1024,
  garblesControls,
  samePhraseAlways,
  tiresAt45,
  singleBacklogDrops,
  diesOnClientLeaving,
  diesOnReset,
  halfCloseEndsPhrase,
  unsolicitedDataAborts,
  givesUpOnSlowReader,
  starves,
  lowercasesNames,
  leavesALogFile,
  textModeNewlines,
  oneReadHeader,
  twoReadHeader,
  losesOctetsAfterHeader,
  shortReadIsEnd,
  newlineEndsSize,
  littleEndianSize,
  diesOnHugeSize,
  signedSize,
  nameLimit31,
  nameLimitCountsOctets,
  acceptsLongNames,
  shortensNames,
  buffersEndlessName,
  storesEmptyName,
  followsParentFolder,
  followsAbsolutePath,
  saysOk,
  composesNames,
  givesUpAfterHalfASecond,
  resumesUploads,
  saysWhy,
  sharesPartFiles,
  stripsNames,
  takesASecondUpload,
  writesInPlace,
  wedgesOnEarlyClose,
  storesOnEarlyClose,
  diesOnClientReset,
  appendsSameName,
  overwritesWithoutTruncating,
  stopsAt32Mib,
  keepsPartialFiles,
  storesSurplus,
  ignoresSeparator,
  leavesTempFiles,
  keepsConnectionOpen,
  limitsWholeConnection,
  readsEndlessName,
  idleClientBlocks,
  mixesConcurrentUploads,
  ...linesFaults,
  ...recordFaults,
  ...multicastFaults,
  ...broadcastFaults,
];

/** The faults of one endpoint; none for an endpoint that has none or is unknown. */
export function faultsOf(endpoint: string): readonly Fault[] {
  return faults.filter((fault) => fault.endpoint === endpoint);
}

/** The fault of that name, or undefined. */
export function faultNamed(endpoint: string, name: string): Fault | undefined {
  return faultsOf(endpoint).find((fault) => fault.name === name);
}
