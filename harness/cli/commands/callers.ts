import { readFile } from 'node:fs/promises';
import { errorText, UsageError } from '../../contracts/errors.ts';
import { CallFailure } from '../../endpoints/connect.ts';
import { callFortune } from '../../endpoints/fortune-client.ts';
import { sendLines } from '../../endpoints/lines-client.ts';
import { probe } from '../../endpoints/probe-client.ts';
import { ownRecord, sendRecord } from '../../endpoints/record-client.ts';
import { sendUpload } from '../../endpoints/upload-client.ts';
import { SIZE_LIMIT } from '../../protocols/upload.ts';
import { formatAddress } from '../../targets/address.ts';
import { type FlagValue, integerValue, singleValue } from '../planning/flag-values.ts';
import { say } from '../terminal/print.ts';
import { showText } from '../terminal/terminal-text.ts';
import { progressLine } from '../terminal/upload-progress.ts';
import { type Call, type Caller, datagramFlags } from './caller.ts';
import { callDatagrams } from './datagram-callers.ts';

/** Every reference client, by name. */
export const callers: ReadonlyMap<string, Caller> = new Map<string, Caller>([
  ['fortune', { takesFile: false, flags: [], call: fortune }],
  ['upload', { takesFile: true, flags: ['name'], call: upload }],
  ['lines', { takesFile: false, flags: ['line'], call: lines }],
  ['record', { takesFile: false, flags: ['record-version', 'data', 'file'], call: record }],
  ['probe', { takesFile: false, flags: [], call: probing }],
  ['multicast', { takesFile: false, flags: datagramFlags, call: callDatagrams('multicast') }],
  ['broadcast', { takesFile: false, flags: ['interface', 'interval', 'count'], call: callDatagrams('broadcast') }],
]);

/** The text of a lines client: the lines of `--line`, or what comes on standard input. */
export function inputOf(line: FlagValue): AsyncIterable<string> {
  if (line === undefined) return standardInput();
  return given(typeof line === 'string' ? [line] : line);
}

async function fortune(call: Call): Promise<void> {
  const phrase = await callFortune(call);
  showText(phrase.endsWith('\n') ? phrase : `${phrase}\n`);
}

async function upload({ sent: file = '', flags, ...call }: Call): Promise<void> {
  const name = singleValue('--name', flags.name);
  const progress = await progressLine(file);
  try {
    const upload = { ...call, file, onProgress: progress.show };
    const sent = await sendUpload(name === undefined ? upload : { ...upload, name });
    if (!sent.closedByServer) {
      say(`sent all; the server has not closed its side within ${call.replyMs} ms\n`);
    }
  } finally {
    progress.end();
  }
}

async function lines({ flags, ...call }: Call): Promise<void> {
  await sendLines({ ...call, input: inputOf(flags.line) });
}

async function record({ flags, ...call }: Call): Promise<void> {
  const version = integerValue('--record-version', flags['record-version'], [0, SIZE_LIMIT - 1]) ?? ownRecord.version;
  await sendRecord({ ...call, record: { version, data: await dataOf(flags) } });
}

async function dataOf(flags: Call['flags']): Promise<Uint8Array> {
  const data = singleValue('--data', flags.data);
  const file = singleValue('--file', flags.file);
  if (data !== undefined && file !== undefined) throw new UsageError('expected --data or --file, found both');
  if (file === undefined) return data === undefined ? ownRecord.data : Buffer.from(data);
  return readFile(file).catch((error: unknown) => {
    throw new UsageError(`expected a file of data, found ${file}: ${errorText(error)}`);
  });
}

async function probing(call: Call): Promise<void> {
  showText(`connected to ${formatAddress(await probe(call))}\n`);
}

async function* given(texts: readonly string[]): AsyncGenerator<string> {
  for (const text of texts) yield `${text}\n`;
}

async function* standardInput(): AsyncGenerator<string> {
  try {
    yield* process.stdin.setEncoding('utf8');
  } catch (error) {
    throw new CallFailure('failed', `standard input cannot be read: ${errorText(error)}`);
  }
}
