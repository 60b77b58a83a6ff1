import { stat } from 'node:fs/promises';
import { errorText, UsageError } from '../contracts/errors.ts';
import { exitStatus } from '../contracts/exit-status.ts';
import { CallFailure } from '../endpoints/connect.ts';
import { callFortune } from '../endpoints/fortune-client.ts';
import { sendUpload } from '../endpoints/upload-client.ts';
import { type Address, parseAddress } from '../targets/address.ts';
import { defineCommand } from './command.ts';
import { integerValue, MILLISECONDS, singleValue } from './flag-values.ts';

/** Time limits of a call whose flags do not say otherwise, in milliseconds: what a person waits for on a Wi-Fi network. */
const CONNECT_MS = 5_000;
const REPLY_MS = 10_000;

const MIB = 1024 * 1024;

/** `sockspec call`: one reference client by itself. */
export const call = defineCommand(
  (yargs) =>
    yargs
      .positional('endpoint', { type: 'string', demandOption: true, describe: [...callers.keys()].join(', ') })
      .positional('words', { type: 'string', array: true, default: [], describe: '[FILE] HOST:PORT' })
      .option('name', { type: 'string', requiresArg: true, describe: 'upload: name to send instead of the file name' })
      .option('connect-timeout', { type: 'string', requiresArg: true, describe: `limit to connect (${CONNECT_MS} ms)` })
      .option('timeout', { type: 'string', requiresArg: true, describe: `limit of a silence (${REPLY_MS} ms)` })
      .example('$0 call fortune 192.168.1.20:54321', 'show the phrase of a server')
      .example('$0 call upload photo.jpg 192.168.1.20:54321', 'send a file')
      .example('$0 call upload IMG_0001.JPG [::1]:54321 --name cat.jpg', 'send it under another name'),
  async (args) => {
    const caller = callers.get(singleValue('the endpoint', args.endpoint) ?? '');
    if (caller === undefined) {
      const known = [...callers.keys()].join(', ');
      throw new UsageError(`expected an endpoint (${known}), found ${JSON.stringify(args.endpoint)}`);
    }
    const name = singleValue('--name', args.name);
    try {
      await caller(args.words, {
        connectMs: integerValue('--connect-timeout', args['connect-timeout'], MILLISECONDS) ?? CONNECT_MS,
        replyMs: integerValue('--timeout', args.timeout, MILLISECONDS) ?? REPLY_MS,
        ...(name === undefined ? {} : { name }),
      });
      return exitStatus.conformant;
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      process.stderr.write(`sockspec: ${errorText(error)}\n`);
      return exitStatus.nonconformant;
    }
  },
);

interface CallFlags {
  readonly connectMs: number;
  readonly replyMs: number;
  readonly name?: string;
}

type Caller = (words: readonly string[], flags: CallFlags) => Promise<void>;

const callers: ReadonlyMap<string, Caller> = new Map([
  ['fortune', showFortune],
  ['upload', upload],
]);

async function showFortune(words: readonly string[], { connectMs, replyMs, name }: CallFlags): Promise<void> {
  if (name !== undefined) throw new UsageError('expected no --name: a fortune client sends nothing');
  const [address, ...more] = words;
  if (address === undefined || more.length > 0) throw wrongWords('fortune HOST:PORT', words);
  const phrase = await callFortune({ ...parseAddress(address), connectMs, replyMs });
  process.stdout.write(phrase.endsWith('\n') ? phrase : `${phrase}\n`);
}

async function upload(words: readonly string[], flags: CallFlags): Promise<void> {
  const { file, address } = fileAndAddress(words);
  const progress = await progressLine(file);
  try {
    const sent = await sendUpload({ ...address, ...flags, file, onProgress: progress.show });
    if (!sent.closedByServer) {
      process.stderr.write(`sent all; the server has not closed its side within ${flags.replyMs} ms\n`);
    }
  } finally {
    progress.end();
  }
}

/** `FILE HOST:PORT`, or the other way round where only that makes sense. */
function fileAndAddress(words: readonly string[]): { readonly file: string; readonly address: Address } {
  const [first, second, ...more] = words;
  if (first === undefined || second === undefined || more.length > 0) throw wrongWords('upload FILE HOST:PORT', words);
  try {
    return { file: first, address: parseAddress(second) };
  } catch (error) {
    if (looksLikeAddress(first)) return { file: second, address: parseAddress(first) };
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

interface Progress {
  readonly show: (sent: number, size: number) => void;
  readonly end: () => void;
}

/** A line that is rewritten on a terminal, once a percent; nothing elsewhere, nor for files of up to 1 MiB. */
async function progressLine(file: string): Promise<Progress> {
  const octets = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (!process.stderr.isTTY || octets <= MIB) return { show: () => undefined, end: () => undefined };
  let shown = -1;
  return {
    show: (sent, size) => {
      const percent = Math.floor((100 * sent) / size);
      if (percent === shown) return;
      shown = percent;
      process.stderr.write(`\rsent ${percent} % of ${(size / MIB).toFixed(1)} MiB`);
    },
    end: () => {
      if (shown !== -1) process.stderr.write('\n');
    },
  };
}
