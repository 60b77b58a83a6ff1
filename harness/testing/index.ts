/**
 * `sockspec/testing`: what suites of one's own are made of (docs/your-own-suite.md). The built-in suites are made of the same.
 * What is exported here stays as it is for one value of `TESTING_VERSION`: more may come, nothing is taken away or changed.
 */

export { clientRows } from '../../suites/client-rows.ts';
export { listenerRows, serverRows } from '../../suites/server-rows.ts';
export type { Output } from '../contracts/observer.ts';
export type { ProcessEnd, ProcessUse } from '../contracts/process.ts';
export type { Capabilities } from '../contracts/profile.ts';
export type { Level, Observation, Requirement } from '../contracts/requirement.ts';
export { type RequirementRow, type RequirementTable, requirementTable } from '../contracts/requirement-table.ts';
export type { CaseBody, CaseRow, Cases, Check } from '../engine/cases.ts';
export type { ClientContext, ClientFate, ClientStart } from '../engine/client/client-context.ts';
export { clientRestsFact } from '../engine/client/client-resting.ts';
export { endedBy, reportedBy } from '../engine/client/client-screen.ts';
export { shownBy } from '../engine/client/client-shown.ts';
export {
  connectedOnce,
  connectionsFact,
  endedWell,
  endsWellFact,
  hiddenRetryFact,
} from '../engine/client/ending-well.ts';
export { firstQuestion } from '../engine/client/first-question.ts';
export { type Exchange, exchanged, type PlainExchange, unguessable } from '../engine/client/plain-exchange.ts';
export { endedByItself, reported, saysError } from '../engine/client/reporting.ts';
export type { Twin } from '../engine/client/twin.ts';
export { type Clock, clock } from '../engine/clock.ts';
export type { Origin } from '../engine/data/families.ts';
export { lettersOf, randomOctets, wordsOf } from '../engine/data/letters.ts';
export type { AnswerPoint, Question, Whence } from '../engine/datagrams/answer-point.ts';
export type { Answer, Asker } from '../engine/datagrams/asker.ts';
export {
  answerFact,
  besideUsual,
  busyPortFact,
  memoryBounded,
  memoryFact,
  saysPortInUse,
} from '../engine/facts.ts';
export {
  applicableIf,
  conclusiveIf,
  type Fact,
  Finding,
  Inconclusive,
  inconclusive,
  mustBe,
  mustBeAmong,
  NotApplicable,
} from '../engine/finding.ts';
export { freshOrigin } from '../engine/fresh-origin.ts';
export { type CaseLimits, QUIET_MS } from '../engine/limits.ts';
export type { Operator } from '../engine/operator.ts';
export { factWithin, lettersFor, shownWithin } from '../engine/output/showing.ts';
export { hasTrace, shown, shownFact, unprintedFact } from '../engine/output/shown.ts';
export { rests } from '../engine/processor.ts';
export type { CaseContext } from '../engine/server/context.ts';
export {
  type Border,
  endedInTime,
  endsEach,
  endsFact,
  idleFact,
  resetInQueue,
} from '../engine/server/departures.ts';
export { leftOpenFact, nothingLeft } from '../engine/server/leavings.ts';
export { served, servedLate, stillServes, takenUnseen } from '../engine/server/next-client.ts';
export type { ProcessAccess } from '../engine/server/process-access.ts';
export { listensAgain, restartFact } from '../engine/server/restarting.ts';
export { restsFact } from '../engine/server/resting.ts';
export type { Store } from '../engine/server/store.ts';
export type { Ground, SuiteOptions } from '../engine/server/suite-options.ts';
export type { Suite } from '../engine/suite.ts';
export type { PeerEvent } from '../engine/tester/link.ts';
export type { Peer } from '../engine/tester/peer.ts';
export { cutAt, octetByOctet } from '../engine/tester/segments.ts';
export { count, duration, quoted } from '../engine/words.ts';
export { clientSuite, datagramClientSuite, datagramServerSuite, serverSuite } from './own-suite.ts';

/** The version of this interface. It is raised when a suite that was written for the one before may have to be changed. */
export const TESTING_VERSION = 1;
