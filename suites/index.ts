import type { DescribedProtocol } from '../harness/contracts/plan.ts';
import type { Requirement } from '../harness/contracts/requirement.ts';
import { type Causes, listRequirements, type RequirementTable } from '../harness/contracts/requirement-table.ts';
import type { Place, Role, Transport } from '../harness/contracts/suite-row.ts';
import type { Description } from '../harness/contracts/wire.ts';
import type { Suite } from '../harness/engine/suite.ts';
import {
  broadcastReceiver,
  broadcastReceiverCauses,
  broadcastSender,
  broadcastSenderCauses,
} from './broadcast/requirements.ts';
import { connectClient, connectClientCauses } from './connect/requirements.ts';
import { fortuneClient, fortuneClientCauses, fortuneServer, fortuneServerCauses } from './fortune/requirements.ts';
import { frameFacts, frameFactsCauses } from './frames/requirements.ts';
import { describedClient, describedClientCauses, describedServer, describedServerCauses } from './laws/requirements.ts';
import { linesClient, linesClientCauses, linesServer, linesServerCauses } from './lines/requirements.ts';
import {
  multicastReceiver,
  multicastReceiverCauses,
  multicastSender,
  multicastSenderCauses,
} from './multicast/requirements.ts';
import { recordClient, recordClientCauses, recordServer, recordServerCauses } from './record/requirements.ts';
import { uploadClient, uploadClientCauses, uploadServer, uploadServerCauses } from './upload/requirements.ts';

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
  /** Those of the table, whole, in its order, each with what its failure usually comes of. */
  readonly requirements: readonly Requirement[];
  /** The description that the suite was made of; none of a built-in one. */
  readonly described?: DescribedProtocol;
  readonly description?: Description;
  /** The module that it was exported by, where it is one of the user's own (`--suite`). */
  readonly file?: string;
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

/** A row as it is written down: what follows from its table is left out. */
interface WrittenRow extends Omit<SuiteRow, 'path' | 'requirements'> {
  readonly causes: Causes;
}

const rows: readonly WrittenRow[] = [
  {
    ...{
      protocol: 'fortune',
      ...server,
      places: [...server.places, 'phrases'],
      seconds: 8,
      table: fortuneServer,
      causes: fortuneServerCauses,
    },
    load: async () => (await import('./fortune/server.suite.ts')).suite,
  },
  {
    ...{ protocol: 'fortune', ...client, seconds: 5, table: fortuneClient, causes: fortuneClientCauses },
    load: async () => (await import('./fortune/client.suite.ts')).suite,
  },
  {
    ...{ protocol: 'upload', ...server, seconds: 20, table: uploadServer, causes: uploadServerCauses },
    load: async () => (await import('./upload/server.suite.ts')).suite,
  },
  {
    ...{ protocol: 'upload', ...client, seconds: 5, table: uploadClient, causes: uploadClientCauses },
    load: async () => (await import('./upload/client.suite.ts')).suite,
  },
  {
    ...{ protocol: 'lines', ...server, seconds: 10, table: linesServer, causes: linesServerCauses },
    load: async () => (await import('./lines/server.suite.ts')).suite,
  },
  {
    ...{ protocol: 'lines', ...client, seconds: 4, table: linesClient, causes: linesClientCauses },
    load: async () => (await import('./lines/client.suite.ts')).suite,
  },
  {
    ...{ protocol: 'record', ...server, seconds: 13, table: recordServer, causes: recordServerCauses },
    load: async () => (await import('./record/server.suite.ts')).suite,
  },
  {
    ...{ protocol: 'record', ...client, seconds: 1, table: recordClient, causes: recordClientCauses },
    load: async () => (await import('./record/client.suite.ts')).suite,
  },
  {
    ...{ protocol: 'connect', ...client, seconds: 2, table: connectClient, causes: connectClientCauses },
    load: async () => (await import('./connect/client.suite.ts')).suite,
  },
  {
    ...{
      protocol: 'multicast',
      ...receiver,
      transport: 'multicast',
      seconds: 5,
      table: multicastReceiver,
      causes: multicastReceiverCauses,
    },
    load: async () => (await import('./multicast/receiver.suite.ts')).suite,
  },
  {
    ...{
      protocol: 'multicast',
      ...sender,
      transport: 'multicast',
      seconds: 6,
      table: multicastSender,
      causes: multicastSenderCauses,
    },
    load: async () => (await import('./multicast/sender.suite.ts')).suite,
  },
  {
    ...{
      protocol: 'broadcast',
      ...receiver,
      transport: 'broadcast',
      seconds: 5,
      table: broadcastReceiver,
      causes: broadcastReceiverCauses,
    },
    load: async () => (await import('./broadcast/receiver.suite.ts')).suite,
  },
  {
    ...{
      protocol: 'broadcast',
      ...sender,
      transport: 'broadcast',
      seconds: 6,
      table: broadcastSender,
      causes: broadcastSenderCauses,
    },
    load: async () => (await import('./broadcast/sender.suite.ts')).suite,
  },
  {
    ...{ protocol: 'frames', ...captures, seconds: 1, table: frameFacts, causes: frameFactsCauses },
    load: async () => (await import('./frames/captures.suite.ts')).suite,
  },
];

const builtIn: readonly SuiteRow[] = rows.map(whole);

/** Every suite, in the order of the specification: those of described protocols behind the built-in ones. */
export let suites: readonly SuiteRow[] = builtIn;

/** Every requirement of every suite, in the order of the specification. */
export let allRequirements: readonly Requirement[] = requirementsOf(suites);

/**
 * Has the table know the suites of these described protocols beside the built-in ones, and those of the user's own, and no
 * others: one command line names them once, before anything looks a suite up.
 */
export function knowSuites(described: readonly KnownProtocol[], own: readonly OwnSuiteModule[] = []): void {
  suites = [...builtIn, ...described.flatMap(suitesOf), ...own.flatMap(rowsOf)];
  allRequirements = requirementsOf(suites);
}

/** A module that exports suites of the user's own. */
export interface OwnSuiteModule {
  /** Its path, as it was given. */
  readonly file: string;
  readonly suites: ReadonlyArray<{
    readonly suite: Suite;
    readonly role: 'server' | 'client';
    readonly transport: 'tcp' | 'udp';
  }>;
}

function rowsOf({ file, suites }: OwnSuiteModule): readonly SuiteRow[] {
  return suites.map(({ suite, role, transport }) => {
    const kind = role === 'server' ? server : client;
    const [protocol = ''] = suite.table.path.split('/', 1);
    return whole({
      ...kind,
      transport,
      protocol,
      file,
      seconds: OWN_SECONDS,
      table: suite.table,
      causes: {},
      load: async () => suite,
    });
  });
}

/** Nobody knows how long a suite of the user's own takes: as long as most do. */
const OWN_SECONDS = 12;

/** A description, read, and what of it crosses threads. */
export interface KnownProtocol extends DescribedProtocol {
  readonly description: Description;
}

/** The suites of a described protocol. */
export function suitesOf({ description, ...described }: KnownProtocol): readonly SuiteRow[] {
  const { protocol, over, dialogue, plain } = description;
  const replies = dialogue.steps.flatMap((step) =>
    step.by === 'server' && step.does === 'sends' ? [step.message] : [],
  );
  const asks = dialogue.steps.some(({ by, does }) => by === 'client' && does === 'sends');
  const common = { protocol, described, description };
  const servers = whole({
    ...{ ...server, ...common, transport: over, seconds: 12 },
    ...{ table: describedServer(description), causes: describedServerCauses(description) },
    load: async () =>
      over === 'tcp'
        ? (await import('./laws/server.suite.ts')).describedServerSuite(description)
        : (await import('./laws/udpserver.suite.ts')).describedDatagramServerSuite(description),
  });
  // A client is answered by the samples of the server's messages, and told by what it asks.
  if (!asks || !replies.every((message) => plain.has(message))) return [servers];
  const clients = whole({
    ...{
      ...client,
      ...common,
      transport: over,
      seconds: 12,
      table: describedClient(description),
      causes: describedClientCauses(description),
    },
    load: async () =>
      over === 'tcp'
        ? (await import('./laws/client.suite.ts')).describedClientSuite(description)
        : (await import('./laws/udpclient.suite.ts')).describedDatagramClientSuite(description),
  });
  return [servers, clients];
}

function whole({ causes, ...row }: WrittenRow): SuiteRow {
  return { path: row.table.path, requirements: listRequirements(row.table, causes), ...row };
}

function requirementsOf(of: readonly SuiteRow[]): readonly Requirement[] {
  return of.flatMap(({ requirements }) => requirements);
}

/** The row of a suite. Throws where there is none: what a user names has been checked before. */
export function suiteAt(path: string): SuiteRow {
  const found = suites.find((suite) => suite.path === path);
  if (found === undefined) throw new Error(`there is no suite ${path}`);
  return found;
}
