import { errorText, UsageError } from '../../contracts/errors.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import type { Description } from '../../contracts/wire.ts';
import { CallFailure } from '../../endpoints/connect.ts';
import { describedAct } from '../../endpoints/described-client.ts';
import { describedDatagramAct } from '../../endpoints/described-datagram-client.ts';
import { clientFaultNamed, clientFaultsOf } from '../../endpoints/faulty/clients.ts';
import { type Address, parseAddress } from '../../targets/address.ts';
import { didYouMean } from '../../text/nearest.ts';
import { defineCommand } from '../command.ts';
import { type FlagValue, integerValue, MILLISECONDS, singleValue } from '../planning/flag-values.ts';
import { say } from '../terminal/print.ts';
import { showText } from '../terminal/terminal-text.ts';
import { type Call, type Caller, datagramFlags, type OwnFlag, ownFlags } from './caller.ts';
import { callers, inputOf } from './callers.ts';
import { datagramOptions } from './datagram-callers.ts';
import { describedNamed, describedRun } from './described-endpoints.ts';
import { interruptible } from './interruption.ts';

/** Time limits of a call whose flags do not say otherwise, in milliseconds: what a person waits for on a Wi-Fi network. */
const CONNECT_MS = 5_000;
const REPLY_MS = 10_000;

/** `sockspec call`: one reference client by itself. */
export const call = defineCommand(
  (yargs) =>
    yargs
      .positional('endpoint', { type: 'string', demandOption: true, describe: [...callers.keys()].join(', ') })
      .positional('words', { type: 'string', array: true, default: [], describe: '[FILE] HOST:PORT' })
      .option('protocol', {
        type: 'string',
        requiresArg: true,
        describe: 'description of the protocol that is named; one of the catalogue needs none',
      })
      .option('name', { type: 'string', requiresArg: true, describe: 'upload: name to send instead of the file name' })
      .option('line', { type: 'string', requiresArg: true, describe: 'lines: a line to send; repeatable' })
      .option('record-version', { type: 'string', requiresArg: true, describe: 'record: version to send (1)' })
      .option('data', { type: 'string', requiresArg: true, describe: 'record: data to send (hello record)' })
      .option('file', { type: 'string', requiresArg: true, describe: 'record: file whose contents are the data' })
      .option('interface', { type: 'string', requiresArg: true, describe: 'senders: interface, by name or address' })
      .option('ttl', { type: 'string', requiresArg: true, describe: 'multicast: time to live (1)' })
      .option('loopback', {
        type: 'string',
        requiresArg: true,
        describe: 'multicast: on or off, heard on this host (on)',
      })
      .option('interval', { type: 'string', requiresArg: true, describe: 'senders: pause in ms (2000)' })
      .option('count', { type: 'string', requiresArg: true, describe: 'senders: end after so many datagrams' })
      .option('connect-timeout', { type: 'string', requiresArg: true, describe: `limit to connect (${CONNECT_MS} ms)` })
      .option('timeout', { type: 'string', requiresArg: true, describe: `limit of a silence (${REPLY_MS} ms)` })
      .option('fault', { type: 'string', requiresArg: true, describe: 'call with a deliberately faulty variation' })
      .example('$0 call fortune 192.168.1.20:54321', 'show the phrase of a server')
      .example('$0 call upload photo.jpg 192.168.1.20:54321', 'send a file')
      .example('$0 call upload IMG_0001.JPG [::1]:54321 --name cat.jpg', 'send it under another name')
      .example('$0 call lines 192.168.1.20:54321', 'send each line of the standard input as it comes')
      .example('$0 call lines 192.168.1.20:54321 --line one --line two', 'send two lines')
      .example('$0 call record 192.168.1.20:54321 --record-version 5 --data text', 'send a record')
      .example('$0 call multicast 224.202.20.30:54321 --interface eth0', 'say hello world to a group every 2 s')
      .example('$0 call broadcast 192.168.1.255:54321 --interface eth0 --count 10', 'to everybody, ten times')
      .example('$0 call probe phone.local:54321', 'tell whether a server can be reached, and if not, why')
      .example('$0 call kv 127.0.0.1:9000 --protocol kv.protocol.yaml', 'a client made of a description')
      .example('$0 call fortune 192.168.1.20:54321 --fault never-closes', 'see serve --list-faults'),
  async (args) => {
    const name = singleValue('the endpoint', args.endpoint) ?? '';
    const described = await describedNamed(name, singleValue('--protocol', args.protocol));
    const fault = singleValue('--fault', args.fault);
    const caller = described === undefined ? callers.get(name) : describedCall(described, fault);
    if (caller === undefined) {
      const known = [...callers.keys()];
      throw new UsageError(
        `expected an endpoint (${known.join(', ')}), found ${JSON.stringify(name)}${didYouMean(name, known)}`,
      );
    }
    const flags = ownFlagsOf(name, caller, args);
    const run = fault === undefined || described !== undefined ? caller.call : faulty(name, fault);
    try {
      await run({
        ...target(name, caller, args.words),
        connectMs: integerValue('--connect-timeout', args['connect-timeout'], MILLISECONDS) ?? CONNECT_MS,
        replyMs: integerValue('--timeout', args.timeout, MILLISECONDS) ?? REPLY_MS,
        flags,
      });
      return exitStatus.conformant;
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      say(`sockspec: ${errorText(error)}\n`);
      return exitStatus.nonconformant;
    } finally {
      // Nobody reads on: an input that stays open must not hold the process.
      if (name === 'lines' && flags.line === undefined) process.stdin.destroy();
    }
  },
);

/** The client of a description. */
function describedCall(description: Description, fault: string | undefined): Caller {
  const plain = description.over === 'tcp' ? describedAct : describedDatagramAct;
  const act = fault === undefined ? plain(description) : undefined;
  const run = describedRun(description, fault);
  return {
    flags: [],
    takesFile: false,
    call: async ({ flags: _, sent: __, ...call }) => {
      const signal = new AbortController().signal;
      const options = { ...call, tell: () => undefined, show: showText, signal };
      if (act !== undefined) return act(options);
      const status = await run(options);
      if (status !== 0) throw new CallFailure('failed', `the faulty client ended with status ${status}`);
    },
  };
}

/** The flags of this client; one that belongs to another is wrong. */
function ownFlagsOf(name: string, { flags }: Caller, args: Readonly<Record<OwnFlag, FlagValue>>): Call['flags'] {
  const foreign = ownFlags.find((flag) => args[flag] !== undefined && !flags.includes(flag));
  if (foreign !== undefined) throw new UsageError(`expected no --${foreign}: the ${name} client has no use for it`);
  return args;
}

/** The faulty client of that name; what it shows goes to standard output, errors included. */
function faulty(endpoint: string, name: string): Caller['call'] {
  const fault = clientFaultNamed(endpoint, name);
  if (fault === undefined) {
    const known = clientFaultsOf(endpoint).map((one) => one.name);
    throw new UsageError(
      `expected a fault of the ${endpoint} client (${known.join(', ')}), found ${JSON.stringify(name)}${didYouMean(name, known)}`,
    );
  }
  return async ({ sent, flags, ...call }) => {
    const kept: readonly OwnFlag[] = ['line', ...datagramFlags];
    const unused = ownFlags.find((flag) => !kept.includes(flag) && flags[flag] !== undefined);
    if (unused !== undefined)
      throw new UsageError(`expected no --${unused} beside --fault: faulty clients send their own`);
    const isSender = endpoint === 'multicast' || endpoint === 'broadcast';
    const options = {
      ...call,
      ...(isSender ? await datagramOptions(endpoint, flags) : {}),
      tell: () => undefined,
      show: showText,
      ...(sent === undefined ? {} : { file: sent }),
      ...(endpoint === 'lines' ? { input: inputOf(flags.line) } : {}),
    };
    const run = async (signal: AbortSignal): Promise<number> => fault.run({ ...options, signal });
    const status = await (isSender ? interruptible(run) : run(new AbortController().signal));
    if (status !== 0) throw new CallFailure('failed', `the faulty client ended with status ${status}`);
  };
}

/** `HOST:PORT`, or `FILE HOST:PORT`, or the other way round where only that makes sense. */
function target(name: string, { takesFile }: Caller, words: readonly string[]): Address & { readonly sent?: string } {
  const [first, second, ...more] = words;
  if (!takesFile) {
    if (first === undefined || second !== undefined) throw wrongWords(`${name} HOST:PORT`, words);
    return parseAddress(first);
  }
  if (first === undefined || second === undefined || more.length > 0) throw wrongWords(`${name} FILE HOST:PORT`, words);
  try {
    return { sent: first, ...parseAddress(second) };
  } catch (error) {
    if (looksLikeAddress(first)) return { sent: second, ...parseAddress(first) };
    throw error;
  }
}

function looksLikeAddress(text: string): boolean {
  try {
    parseAddress(text);
    return true;
  } catch {
    return false;
  }
}

function wrongWords(expected: string, found: readonly string[]): UsageError {
  return new UsageError(`expected ${expected}, found ${found.length === 0 ? 'nothing more' : found.join(' ')}`);
}
