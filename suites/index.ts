import type { Requirement } from '../harness/contracts/requirement.ts';
import { listRequirements, type RequirementTable } from '../harness/contracts/requirement-table.ts';
import { broadcastReceiver, broadcastSender } from './broadcast/requirements.ts';
import { connectClient } from './connect/requirements.ts';
import { fortuneClient, fortuneServer } from './fortune/requirements.ts';
import { frameFacts } from './frames/requirements.ts';
import { linesClient, linesServer } from './lines/requirements.ts';
import { multicastReceiver, multicastSender } from './multicast/requirements.ts';
import { recordClient, recordServer } from './record/requirements.ts';
import { uploadClient, uploadServer } from './upload/requirements.ts';

/** One suite as the table of suites knows it. */
export interface Suite {
  /** `protocol/role` (`frames` for captures): the front of every id in the table, and the name of the suite on the command line. */
  readonly path: string;
  readonly table: RequirementTable;
}

/** The requirement table of every suite, in the order of the specification. Pure data: no case is loaded with it. */
export const suites: readonly Suite[] = [
  fortuneServer,
  fortuneClient,
  uploadServer,
  uploadClient,
  linesServer,
  linesClient,
  recordServer,
  recordClient,
  connectClient,
  multicastReceiver,
  multicastSender,
  broadcastReceiver,
  broadcastSender,
  frameFacts,
].map((table) => ({ path: table.path, table }));

/** Every requirement of every suite, in the order of the specification. */
export const allRequirements: readonly Requirement[] = suites.flatMap(({ table }) => listRequirements(table));

/**
 * The suites that take longest, from 9 s to 4 s against a built-in endpoint: begun last they would be waited for alone. An
 * upload server is cut off at every octet, a sender waited for over many intervals.
 */
export const longestSuites: readonly string[] = [
  uploadServer,
  multicastSender,
  broadcastSender,
  recordServer,
  fortuneServer,
  fortuneClient,
].map(({ path }) => path);
