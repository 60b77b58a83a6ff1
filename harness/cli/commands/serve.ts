import { readFile } from 'node:fs/promises';
import type { Fault, RunningEndpoint, ServerOptions, Tell } from '../../contracts/endpoint.ts';
import { errorCode, errorText, UsageError } from '../../contracts/errors.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import { clientNamed } from '../../endpoints/clients.ts';
import { clientFaults } from '../../endpoints/faulty/clients.ts';
import { faultNamed, faults, faultsOf } from '../../endpoints/faulty/index.ts';
import { serverNamed, servers } from '../../endpoints/index.ts';
import { openEventLog } from '../../observers/event-log.ts';
import { DEFAULT_GROUP } from '../../protocols/datagram.ts';
import { parsePhrases } from '../../protocols/fortune.ts';
import { formatAddress } from '../../targets/address.ts';
import { didYouMean } from '../../text/nearest.ts';
import { firstInvalidUtf8 } from '../../text/utf8.ts';
import { terminalLine } from '../../text/visible.ts';
import { defineCommand } from '../command.ts';
import { type FlagValue, groupValue, integerValue, MILLISECONDS, singleValue } from '../planning/flag-values.ts';
import { chooseInterface } from '../planning/interface.ts';
import { plainTable } from '../terminal/plain-table.ts';
import { print, say } from '../terminal/print.ts';
import { showText } from '../terminal/terminal-text.ts';
import { describedFaultList, describedNamed, describedStarter } from './described-endpoints.ts';
import { interrupts } from './interruption.ts';

/** The port of every endpoint (suites/README.md, "Wire formats"). */
const DEFAULT_PORT = 54_321;

/** `sockspec serve`: one reference server by itself, until it is interrupted; or the list of faults. */
export const serve = defineCommand(
  (yargs) =>
    yargs
      .positional('endpoint', { type: 'string', describe: servers.map((server) => server.name).join(', ') })
      .option('protocol', {
        type: 'string',
        requiresArg: true,
        describe: 'description of the protocol that is named; one of the catalogue needs none',
      })
      .option('host', {
        type: 'string',
        requiresArg: true,
        describe: 'address to listen on (127.0.0.1; receivers: 0.0.0.0)',
      })
      .option('port', { type: 'string', requiresArg: true, describe: `port to listen on (${DEFAULT_PORT}); 0: any` })
      .option('dir', { type: 'string', requiresArg: true, describe: 'folder where files land (./received)' })
      .option('phrases', { type: 'string', requiresArg: true, describe: 'fortune database, one phrase a line' })
      .option('idle', { type: 'string', requiresArg: true, describe: 'how long a silent client is kept, in ms' })
      .option('interface', {
        type: 'string',
        requiresArg: true,
        describe: 'multicast: name or address of the interface',
      })
      .option('group', { type: 'string', requiresArg: true, describe: `multicast: group to join (${DEFAULT_GROUP})` })
      .option('count', { type: 'string', requiresArg: true, describe: 'receivers: end after so many datagrams' })
      .option('fault', { type: 'string', requiresArg: true, describe: 'serve a deliberately faulty variation' })
      .option('list-faults', { type: 'boolean', describe: 'show the faults, of clients too, and end' })
      .option('log', { type: 'string', requiresArg: true, describe: 'append one line of JSON an event to this file' })
      .example('$0 serve fortune --host 0.0.0.0', 'a fortune server that a phone can reach')
      .example('$0 serve upload --dir photos --port 8000', 'store what clients send in ./photos')
      .example('$0 serve lines --host 0.0.0.0', 'show the lines that clients send')
      .example('$0 serve record --idle 5000', 'show the records that clients send, leave silent ones after 5 s')
      .example('$0 serve multicast --interface eth0', 'join 224.202.20.30 on eth0, show what comes, leave on Ctrl-C')
      .example('$0 serve broadcast --count 10', 'show ten broadcasts, and end')
      .example('$0 serve upload --fault newline-ends-size', 'a server that gets the size wrong')
      .example('$0 serve kv --protocol kv.protocol.yaml --port 9000', 'a server made of a description')
      .example('$0 serve upload --list-faults', 'what can be wrong with an upload server or client'),
  async (args) => {
    const name = singleValue('the endpoint', args.endpoint);
    const described = await describedNamed(name, singleValue('--protocol', args.protocol));
    if (args['list-faults'] === true) {
      await print(described === undefined ? faultList(name) : describedFaultList(described));
      return exitStatus.conformant;
    }
    const faultName = singleValue('--fault', args.fault);
    const start = described === undefined ? starter(name, faultName) : describedStarter(described, faultName);
    const phrases = await phrasesOf(singleValue('--phrases', args.phrases));
    const idleMs = integerValue('--idle', args.idle, MILLISECONDS);
    const logFile = singleValue('--log', args.log);
    const options = {
      host: singleValue('--host', args.host) ?? serverNamed(name ?? '')?.host ?? '127.0.0.1',
      port: integerValue('--port', args.port, [0, 65_535]) ?? DEFAULT_PORT,
      dir: singleValue('--dir', args.dir) ?? 'received',
      show: showText,
      ...(phrases === undefined ? {} : { phrases }),
      ...(idleMs === undefined ? {} : { idleMs }),
      ...(await receiverOptions(name, args)),
    };
    const log = logFile === undefined ? undefined : await openEventLog(logFile);
    try {
      await serveUntilInterrupted(start, { ...options, tell: both(printEvent, log?.tell(`endpoints/${name}`)) });
    } finally {
      log?.close();
    }
    return exitStatus.conformant;
  },
);

interface ReceiverFlags {
  readonly interface: FlagValue;
  readonly group: FlagValue;
  readonly count: FlagValue;
}

/** What only receivers take; of another endpoint's command such a flag is wrong. */
async function receiverOptions(
  endpoint: string | undefined,
  args: ReceiverFlags,
): Promise<Pick<ServerOptions, 'interface' | 'group' | 'count'>> {
  const known = { multicast: ['interface', 'group', 'count'], broadcast: ['count'] } as const;
  const taken: readonly string[] = endpoint === 'multicast' || endpoint === 'broadcast' ? known[endpoint] : [];
  for (const flag of ['interface', 'group', 'count'] as const)
    if (args[flag] !== undefined && !taken.includes(flag))
      throw new UsageError(`expected no --${flag}: ${endpoint} has no use for it`);
  const group = groupValue('--group', singleValue('--group', args.group));
  const count = integerValue('--count', args.count, [1, 1_000_000_000]);
  const on = taken.includes('interface')
    ? await chooseInterface(singleValue('--interface', args.interface), 'the multicast receiver')
    : undefined;
  return {
    ...(group === undefined ? {} : { group }),
    ...(count === undefined ? {} : { count }),
    ...(on === undefined ? {} : { interface: on.address }),
  };
}

type Start = (options: ServerOptions) => Promise<RunningEndpoint>;

async function serveUntilInterrupted(start: Start, options: ServerOptions): Promise<void> {
  const interrupted = new Promise((resolve) => {
    for (const signal of interrupts) process.once(signal, resolve);
  });
  const running = await start(options).catch((error: unknown) => {
    throw explained(error, options);
  });
  await print(`listening on ${formatAddress(running)}\n`);
  options.tell({ level: 'info', from: 'serve', text: `listening on ${formatAddress(running)}` });
  await Promise.race(running.ended === undefined ? [interrupted] : [interrupted, running.ended]);
  await running.stop();
  options.tell({ level: 'info', from: 'serve', text: 'stopped' });
}

/** Where it cannot listen, the command line is wrong; anything else is what it was. */
function explained(error: unknown, { host, port, interface: on }: ServerOptions): unknown {
  const address = formatAddress({ host, port });
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new UsageError(`cannot listen on ${address}: the port is in use; choose another with --port`);
    case 'EACCES':
      return new UsageError(`cannot listen on ${address}: not allowed; ports below 1024 may need privileges`);
    case 'ENODEV':
      return new UsageError(`cannot join on ${on}: this machine has no interface with that address any more`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new UsageError(`cannot listen on ${address}: expected an address of this machine; 0.0.0.0 means all`);
    default:
      return error;
  }
}

function starter(name: string | undefined, faultName: string | undefined): Start {
  const server = name === undefined ? undefined : serverNamed(name);
  if (server === undefined) {
    const known = servers.map(({ name }) => name);
    throw new UsageError(
      `expected an endpoint (${known.join(', ')}), found ${name === undefined ? 'none' : JSON.stringify(name)}${didYouMean(name ?? '', known)}`,
    );
  }
  if (faultName === undefined) return server.start;
  const fault = faultNamed(server.name, faultName);
  if (fault !== undefined) return fault.start;
  const known = faultsOf(server.name).map(({ name }) => name);
  throw new UsageError(
    known.length === 0
      ? `expected no --fault: ${server.name} has none, found ${JSON.stringify(faultName)}`
      : `expected a fault of ${server.name} (${known.join(', ')}), found ${JSON.stringify(faultName)}${didYouMean(faultName, known)}`,
  );
}

async function phrasesOf(file: string | undefined): Promise<readonly string[] | undefined> {
  if (file === undefined) return undefined;
  const octets = await readFile(file).catch((error: unknown) => {
    throw new UsageError(`expected a file of phrases, found ${file}: ${errorText(error)}`);
  });
  const invalid = firstInvalidUtf8(octets);
  if (invalid !== undefined) throw new UsageError(`${file}: expected UTF-8, found something else at octet ${invalid}`);
  const phrases = parsePhrases(octets.toString('utf8'));
  if (phrases.length === 0) throw new UsageError(`${file}: expected at least one phrase, found none`);
  return phrases;
}

function faultList(endpoint: string | undefined): string {
  if (endpoint !== undefined && clientNamed(endpoint) === undefined) starter(endpoint, undefined);
  const rows = [...faults.map(faultRow('server')), ...clientFaults.map(faultRow('client'))];
  const chosen = rows.filter(([name]) => endpoint === undefined || name === endpoint);
  return plainTable([['endpoint', 'role', 'fault', 'summary', 'breaks'], ...chosen]);
}

function faultRow(role: string): (fault: Omit<Fault, 'start'>) => readonly string[] {
  return ({ endpoint, name, summary, breaks }) => [endpoint, role, name, summary, breaks.join(', ')];
}

function both(first: Tell, second: Tell | undefined): Tell {
  return (event) => {
    first(event);
    second?.(event);
  };
}

const printEvent: Tell = ({ level, text }) => {
  say(`${level}: ${terminalLine(text)}\n`);
};
