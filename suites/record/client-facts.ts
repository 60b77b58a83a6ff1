import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { reportedBy } from '../../harness/engine/client/client-screen.ts';
import { mayBeReadLate, readLate, UNREAD_OCTETS } from '../../harness/engine/client/late-reading.ts';
import { type Exchange, unguessable } from '../../harness/engine/client/plain-exchange.ts';
import { reported } from '../../harness/engine/client/reporting.ts';
import { mustHaveBeenBrief, needsPatience, notReadingMs } from '../../harness/engine/client/staying.ts';
import { clock } from '../../harness/engine/clock.ts';
import { lettersOf } from '../../harness/engine/data/letters.ts';
import { applicableIf, conclusiveIf, inconclusive, mustBe } from '../../harness/engine/finding.ts';
import { freshOrigin } from '../../harness/engine/fresh-origin.ts';
import { count } from '../../harness/engine/words.ts';
import { mentions } from '../../harness/processes/command-line.ts';

/** What the two facts say of a record that is right. */
export const bigEndian = 'big endian';
export const sizeMatches = 'size = octets of data';

/** A record whose version and size are both 0 reads alike whatever is wrong: the client gets so many chances for another. */
const LAUNCHES = 5;

/** Data for clients that are given some, in a file or typed: nobody can guess them. */
interface Given {
  readonly file: string;
  readonly typed: string;
}

const someData = lettersOf(freshOrigin(0), 21);
const plainly: Given = { file: someData, typed: someData };

/** Characters of two, three and four octets: their number is none of octets. The file is larger than a buffer of 64 KiB. */
const WIDE = 'ö語\u{1F98A}';
const FILE_OCTETS = 70_001;
const widely: Given = {
  file: `${lettersOf(freshOrigin(1), FILE_OCTETS - Buffer.byteLength(WIDE))}${WIDE}`,
  typed: `${someData}${WIDE}`,
};

/** Octets of version and size. */
const HEADER_OCTETS = 8;

/** More than the socket buffers of both sides take, for clients that are given a file; as many in either byte order. */
const LARGE_OCTETS = 0x02_00_00_02;

/** What is read of a record before its reset. */
const BEGINNING_OCTETS = 65_536;

/** A record as it came in, its size read both ways. */
export interface ReceivedRecord {
  readonly bigEndian: number;
  readonly littleEndian: number;
  readonly data: number;
}

/** The record that the client sends; without a whole header nothing can be said. */
export async function recordOf(context: ClientContext, given = plainly): Promise<ReceivedRecord> {
  const file = await context.makeFile('data.txt', Buffer.from(given.file));
  for (let launch = 1; launch <= LAUNCHES; launch += 1) {
    const peer = await context.connects({ file });
    context.type(given.typed);
    context.closeInput();
    const octets = Buffer.from(await peer.octets());
    conclusiveIf(octets.length >= HEADER_OCTETS, `the client sent ${count(octets.length, 'octet')}: no whole header`);
    const data = octets.length - HEADER_OCTETS;
    const saysSomething = octets.subarray(0, HEADER_OCTETS).some((octet) => octet !== 0);
    if (saysSomething) return { bigEndian: octets.readUInt32BE(4), littleEndian: octets.readUInt32LE(4), data };
  }
  return inconclusive(`version and size were 0 in ${LAUNCHES} records`);
}

/** The byte order, by which the size can be explained. */
export function orderFact({ bigEndian: big, littleEndian: little, data }: ReceivedRecord): string {
  if (big === data || big === data + HEADER_OCTETS) return bigEndian;
  if (little === data || little === data + HEADER_OCTETS) return 'little endian';
  return inconclusive(`the size fits in neither byte order: judged by size-matches-data`);
}

/** Whether the size is that of the data, in whichever byte order, and whether these are all of a file that the client was given. */
export async function sizeFact(context: ClientContext): Promise<string> {
  const { bigEndian: big, littleEndian: little, data } = await recordOf(context, widely);
  if (big !== data && little !== data) return `size ${big} before ${count(data, 'octet')} of data`;
  const isWhole = data === FILE_OCTETS || !isGivenFile(context);
  return isWhole ? sizeMatches : `${count(data, 'octet')} of a file of ${FILE_OCTETS.toLocaleString('en')}`;
}

/** The same where the client is given an empty file: a size of 0, and no data. */
export async function emptyFact(context: ClientContext): Promise<string> {
  needsFile(context);
  const { bigEndian: size, data } = await recordOf(context, { file: '', typed: '' });
  return size === 0 && data === 0 ? sizeMatches : `size ${size} before ${count(data, 'octet')} of data`;
}

/** A MiB: more pieces of a KiB, with a header in front of them, than one call takes (IOV_MAX, 1024 on Linux). */
const MIB = 1024 * 1024;

/** The same of a file of a MiB. */
export async function largerFact(context: ClientContext): Promise<string> {
  needsFile(context);
  const file = await context.makeFile('larger.bin', Buffer.from(someData), MIB);
  const peer = await context.mayConnect({ file });
  const octets = Buffer.from((await peer?.octets()) ?? []);
  conclusiveIf(peer?.isCutShort() !== true, 'data were still coming when the limit was over (--timeout raises it)');
  return wholeFact(octets, MIB);
}

/** Whether a record has all of a file of so many octets, whatever its byte order. */
function wholeFact(octets: Buffer, wanted: number): string {
  const of = `of a file of ${wanted.toLocaleString('en')}`;
  if (octets.length < HEADER_OCTETS) return `${count(octets.length, 'octet')} ${of}: no whole header`;
  const data = octets.length - HEADER_OCTETS;
  const isRight = data === wanted && [octets.readUInt32BE(4), octets.readUInt32LE(4)].includes(data);
  return isRight ? sizeMatches : `size ${octets.readUInt32BE(4)} before ${count(data, 'octet')} ${of}`;
}

/** More than the buffers of both sides take of a client that is held up. */
const SLOW_OCTETS = 8 * 1024 * 1024;

/** The same of a large file, where the harness does not read until the client is held up. */
export async function heldUpFact(context: ClientContext): Promise<string> {
  needsFile(context);
  needsPatience(context);
  const file = await context.makeFile('large.bin', Buffer.from(someData), SLOW_OCTETS);
  const peer = await context.mayConnect({ file, paused: true });
  if (peer === undefined) return inconclusive(`the client does not send a file of ${count(SLOW_OCTETS, 'octet')}`);
  const began = clock.realNow();
  if (await peer.holdsUp(SLOW_OCTETS)) await clock.silence(notReadingMs(context));
  const heldMs = clock.realNow() - began;
  const octets = Buffer.from(await peer.octets());
  conclusiveIf(!peer.isCutShort(), 'data were still coming when the limit was over (--timeout raises it)');
  conclusiveIf(octets.length >= HEADER_OCTETS, `the client sent ${count(octets.length, 'octet')}: no whole header`);
  const fact = wholeFact(octets, SLOW_OCTETS);
  if (fact !== sizeMatches) mustHaveBeenBrief(heldMs, context);
  return fact;
}

/** The same of a file that the buffers take, which the harness begins to read late; and how the client ended. */
export async function lateFact(context: ClientContext): Promise<{ readonly size: string; readonly end: string }> {
  needsFile(context);
  mayBeReadLate(context);
  const file = await context.makeFile('late.bin', Buffer.from(someData), UNREAD_OCTETS);
  const peer = await context.mayConnect({ file, paused: true });
  if (peer === undefined) return inconclusive(`the client does not send a file of ${count(UNREAD_OCTETS, 'octet')}`);
  const { octets, end } = await readLate(context, peer, UNREAD_OCTETS);
  return { size: wholeFact(octets, UNREAD_OCTETS), end };
}

/** What `missingFact` says of a client that has sent no record of a file that is not there. */
export const noRecord = 'no whole record';

/** Whether the server gets a whole record where the file that the client is given is not there. */
export async function missingFact(context: ClientContext): Promise<string> {
  needsFile(context);
  const file = await context.makeFile('there.txt', Buffer.from(someData));
  const peer = await context.mayConnect({ file: `${file}.missing` });
  const octets = Buffer.from((await peer?.octets()) ?? []);
  await context.twin();
  const isWhole = octets.length >= HEADER_OCTETS && leastAnnounced(octets) <= octets.length - HEADER_OCTETS;
  return isWhole ? `a whole record of ${count(octets.length - HEADER_OCTETS, 'octet')} of data` : noRecord;
}

function needsFile(context: ClientContext): void {
  applicableIf(isGivenFile(context), 'the client is given no file: {file} in the command of --exec');
}

function isGivenFile({ plan: { means } }: ClientContext): boolean {
  return means.kind === 'exec' && mentions(means.command, 'file');
}

/** The history of a client that sends its record. */
export async function historyOf(context: ClientContext): Promise<readonly string[]> {
  const peer = await context.connects({ file: await context.makeFile('data.txt', Buffer.from(someData)) });
  context.type(someData);
  context.closeInput();
  return (await peer.history()).filter((event) => event !== 'data');
}

/** How the client takes a reset in mid-record; one that had sent all of its few octets by then is not wrong to say nothing. */
export async function resetFact(context: ClientContext): Promise<string> {
  const file = await context.makeFile('large.bin', Buffer.from('data'), LARGE_OCTETS);
  const peer = await context.connects({ file, paused: true });
  await peer.readSlowly(BEGINNING_OCTETS, 0);
  const octets = Buffer.from(await peer.begun());
  await peer.reset();
  const hadMore = octets.length >= HEADER_OCTETS && leastAnnounced(octets) > octets.length;
  const fact = await reportedBy(context);
  conclusiveIf(
    fact === reported || hadMore,
    'the client had nothing more to send when it was reset: needs {file} in its command',
  );
  return fact;
}

/** The size in whichever byte order makes it smaller, without what a client may have counted too much. */
function leastAnnounced(octets: Buffer): number {
  return Math.min(octets.readUInt32BE(4), octets.readUInt32LE(4));
}

/** The plain exchange: a record arrives whose size is near that of its data, in whichever byte order. */
export async function plainExchange(context: ClientContext): Promise<Exchange> {
  const data = `data ${unguessable()}`;
  const peer = await context.connects({ file: await context.makeFile('data.txt', Buffer.from(data)) });
  context.type(data);
  context.closeInput();
  mustBe(arrivedFact(Buffer.from(await peer.octets())), recordArrived);
  return { peer, sent: data };
}

/** What must be of a plain record: octets of another protocol, or of none, announce far more than comes. */
const recordArrived = 'a record, with a size near that of its data';

function arrivedFact(octets: Buffer): string {
  if (octets.length < HEADER_OCTETS) return `${count(octets.length, 'octet')}: no whole header`;
  const least = leastAnnounced(octets);
  const data = count(octets.length - HEADER_OCTETS, 'octet');
  return least <= octets.length ? recordArrived : `a size of ${least} before ${data} of data`;
}
