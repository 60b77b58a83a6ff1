import type { Requirement } from '../harness/contracts/requirement.ts';
import { listRequirements, type RequirementTable } from '../harness/contracts/requirement-table.ts';
import type { Place, Role, Transport } from '../harness/contracts/suite-row.ts';
import type { Suite } from '../harness/engine/suite.ts';
import { broadcastReceiver, broadcastSender } from './broadcast/requirements.ts';
import { connectClient } from './connect/requirements.ts';
import { fortuneClient, fortuneServer } from './fortune/requirements.ts';
import { frameFacts } from './frames/requirements.ts';
import { linesClient, linesServer } from './lines/requirements.ts';
import { multicastReceiver, multicastSender } from './multicast/requirements.ts';
import { recordClient, recordServer } from './record/requirements.ts';
import { uploadClient, uploadServer } from './upload/requirements.ts';

/** One suite as the table of suites knows it: what can be told of it before any of its cases is loaded. */
export interface SuiteRow {
  /** `protocol/role` (`frames` for captures): the front of every id in the table, and the name of the suite on the command line. */
  readonly path: string;
  readonly protocol: string;
  readonly role: Role;
  readonly transport: Transport;
  /** What the command of an implementation may have in braces. */
  readonly places: readonly Place[];
  /** How long it takes against a built-in endpoint, in seconds, roughly: the longest is begun first, or it would be waited for alone. */
  readonly seconds: number;
  readonly table: RequirementTable;
  /** Those of the table, whole, in its order. */
  readonly requirements: readonly Requirement[];
  /** Loads the cases. */
  readonly load: () => Promise<Suite>;
}

type Kind = Pick<SuiteRow, 'role' | 'transport' | 'places'>;

const server: Kind = { role: 'server', transport: 'tcp', places: ['host', 'port', 'dir'] };
const client: Kind = { role: 'client', transport: 'tcp', places: [...server.places, 'file', 'name'] };
const receiver: Omit<Kind, 'transport'> = {
  role: 'receiver',
  places: [...server.places, 'group', 'interface', 'address'],
};
const sender: Omit<Kind, 'transport'> = { role: 'sender', places: [...receiver.places, 'destination'] };
const captures: Kind = { role: '', transport: 'none', places: [] };

const rows: readonly Omit<SuiteRow, 'path' | 'requirements'>[] = [
  {
    ...{ protocol: 'fortune', ...server, places: [...server.places, 'phrases'], seconds: 6, table: fortuneServer },
    load: async () => (await import('./fortune/server.suite.ts')).suite,
  },
  {
    ...{ protocol: 'fortune', ...client, seconds: 10, table: fortuneClient },
    load: async () => (await import('./fortune/client.suite.ts')).suite,
  },
  {
    ...{ protocol: 'upload', ...server, seconds: 14, table: uploadServer },
    load: async () => (await import('./upload/server.suite.ts')).suite,
  },
  {
    ...{ protocol: 'upload', ...client, seconds: 7, table: uploadClient },
    load: async () => (await import('./upload/client.suite.ts')).suite,
  },
  {
    ...{ protocol: 'lines', ...server, seconds: 4, table: linesServer },
    load: async () => (await import('./lines/server.suite.ts')).suite,
  },
  {
    ...{ protocol: 'lines', ...client, seconds: 1, table: linesClient },
    load: async () => (await import('./lines/client.suite.ts')).suite,
  },
  {
    ...{ protocol: 'record', ...server, seconds: 8, table: recordServer },
    load: async () => (await import('./record/server.suite.ts')).suite,
  },
  {
    ...{ protocol: 'record', ...client, seconds: 1, table: recordClient },
    load: async () => (await import('./record/client.suite.ts')).suite,
  },
  {
    ...{ protocol: 'connect', ...client, seconds: 6, table: connectClient },
    load: async () => (await import('./connect/client.suite.ts')).suite,
  },
  {
    ...{ protocol: 'multicast', ...receiver, transport: 'multicast', seconds: 5, table: multicastReceiver },
    load: async () => (await import('./multicast/receiver.suite.ts')).suite,
  },
  {
    ...{ protocol: 'multicast', ...sender, transport: 'multicast', seconds: 10, table: multicastSender },
    load: async () => (await import('./multicast/sender.suite.ts')).suite,
  },
  {
    ...{ protocol: 'broadcast', ...receiver, transport: 'broadcast', seconds: 5, table: broadcastReceiver },
    load: async () => (await import('./broadcast/receiver.suite.ts')).suite,
  },
  {
    ...{ protocol: 'broadcast', ...sender, transport: 'broadcast', seconds: 9, table: broadcastSender },
    load: async () => (await import('./broadcast/sender.suite.ts')).suite,
  },
  {
    ...{ protocol: 'frames', ...captures, seconds: 1, table: frameFacts },
    load: async () => (await import('./frames/captures.suite.ts')).suite,
  },
];

/** Every suite, in the order of the specification. */
export const suites: readonly SuiteRow[] = rows.map((row) => ({
  path: row.table.path,
  requirements: listRequirements(row.table),
  ...row,
}));

/** Every requirement of every suite, in the order of the specification. */
export const allRequirements: readonly Requirement[] = suites.flatMap(({ requirements }) => requirements);

/** The row of a suite. Throws where there is none: what a user names has been checked before. */
export function suiteAt(path: string): SuiteRow {
  const found = suites.find((suite) => suite.path === path);
  if (found === undefined) throw new Error(`there is no suite ${path}`);
  return found;
}
