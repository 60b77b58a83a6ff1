import fc, { type Arbitrary } from 'fast-check';
import { saysError } from '../../harness/engine/client/reporting.ts';
import { besideUsual, memoryFact } from '../../harness/engine/facts.ts';
import { conclusiveIf, inconclusive } from '../../harness/engine/finding.ts';
import { QUIET_MS } from '../../harness/engine/limits.ts';
import { factWithin, lettersFor, unlessCutOff, unprinted } from '../../harness/engine/output/showing.ts';
import { hasTrace, isMatched, shown, unprintedFact } from '../../harness/engine/output/shown.ts';
import { randomCutsFact } from '../../harness/engine/random.ts';
import type { CaseContext } from '../../harness/engine/server/context.ts';
import type { Border } from '../../harness/engine/server/departures.ts';
import { served, servedLate, takenUnseen } from '../../harness/engine/server/next-client.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { cutAt } from '../../harness/engine/tester/segments.ts';
import { quoted } from '../../harness/engine/words.ts';
import { RECORD_HEADER_OCTETS, record, recordOctets } from '../../harness/protocols/record.ts';
import { bigEndian32 } from '../../harness/protocols/upload.ts';
import { learntPattern, patternFact, recordFact, type SentRecord } from './shown-record.ts';

/** Version and size of a record. */
export interface Fields {
  readonly version: number;
  readonly size: number;
}

/** A case of this suite; the well-behaved client's record has these fields. */
export type Context = CaseContext<Fields>;

/** A version and a size that no address or port contains; and those that read alike in both byte orders. */
export const DISTINCTIVE: Fields = { version: 305_419_896, size: 1023 };
export const PALINDROMIC: Fields = { version: 0x1234_3412, size: 0x0001_0100 };

/** Records of the well-behaved client, the first that the IUT understands is used. */
export const plainFields = [DISTINCTIVE, PALINDROMIC] as const;

/** What `partialFact` says of an IUT that does not present a part as a whole record. */
export const withheld = 'the part not presented as a whole record';

/** A record of fresh data, of letters only: no number in the output is part of them. */
export function freshRecord(context: Context, fields: Partial<Fields> = {}): SentRecord {
  const { version, size } = { ...context.plain, ...fields };
  return { version, data: lettersFor(context, size) };
}

/** A record as it is sent. */
export function octetsOf({ version, data }: SentRecord): Uint8Array {
  return record.encode({ version, data: Buffer.from(data) });
}

/** The same with the header of a client of the wrong byte order. */
export function swappedOctetsOf({ version, data }: SentRecord): Uint8Array {
  return recordOctets(
    bigEndian32(version).reverse(),
    bigEndian32(Buffer.byteLength(data)).reverse(),
    Buffer.from(data),
  );
}

/** Records that no well-behaved client sends: a swapped header, and a size of 4 GiB that is announced alone. */
export function badRecords(context: Context): readonly Uint8Array[] {
  const sent = freshRecord(context, { version: DISTINCTIVE.version, size: 96 });
  return [swappedOctetsOf(sent), headerOf(0xffff_ffff)];
}

/** A header that announces more than is sent. */
export function announcing(context: Context, size: number): Uint8Array {
  const { version } = context.plain;
  return recordOctets(bigEndian32(version), bigEndian32(size), Buffer.from(lettersFor(context, 100)));
}

/** The header of a record that announces so many octets. */
export function headerOf(octets: number): Uint8Array {
  return recordOctets(bigEndian32(1), bigEndian32(octets), new Uint8Array());
}

/** The well-behaved client: its record is shown, or, where no output is observed, taken to its end without a reset. */
export async function recordClient(context: Context, limitMs: number): Promise<string> {
  const sent = freshRecord(context);
  const peer = context.connect();
  const before = context.observed ? context.printed().length : 0;
  await peer.send(octetsOf(sent));
  await peer.endWriting();
  if (!context.observed) return takenFact(await peer.history());
  const judge = (printed: string): string => recordFact(printed.slice(before), sent, context.show);
  const fact = await factWithin(context, judge, undefined, limitMs);
  if (fact === shown) return isLate(context, context.printed().slice(before)) ? servedLate : served;
  return hasTrace(context.printed(), [sent.data]) ? fact : unprintedFact(context.lateHint());
}

/**
 * Whether this record brought to light the one that was tried first, and was not shown in time: a large record makes a
 * full buffer overflow. So the output is late, and no record but a large one would be shown.
 */
function isLate({ plain }: Context, printed: string): boolean {
  const { version, size } = DISTINCTIVE;
  return plain.size !== size && [version.toString(), version.toString(16)].some((text) => printed.includes(text));
}

/** How a connection went, whatever the IUT may have said. */
export function eventsOf(history: readonly string[]): readonly string[] {
  return history.filter((event) => event !== 'data');
}

/** Sends these segments, each read before the next, and a FIN; then whether the record is shown. */
export async function shownAfter(
  context: Context,
  segments: readonly Uint8Array[],
  sent: SentRecord,
  peer: Peer = context.peer,
): Promise<string> {
  const before = context.printed().length;
  await peer.send(...segments);
  await peer.endWriting();
  return factWithin(context, (printed) => recordFact(printed.slice(before), sent, context.show));
}

/** Whether the record is shown that this IUT was found to understand; inconclusive where nothing at all is printed. */
export async function shownAtAll(context: Context): Promise<string> {
  const sent = freshRecord(context);
  return unlessLate(context, sent, await shownAfter(context, [octetsOf(sent)], sent));
}

/** Whether a record is shown once the server has closed, though its client does not: its size tells where it ends. */
export async function shownBeforeFin(context: Context): Promise<string> {
  const { peer, limits, printed, show } = context;
  const sent = freshRecord(context);
  const before = printed().length;
  await peer.send(octetsOf(sent));
  const closed = await peer.endsWithin(limits.closeMs);
  conclusiveIf(closed !== undefined, 'the IUT does not close after the record: judged by closes-after-record');
  return unlessLate(context, sent, await factWithin(context, (text) => recordFact(text.slice(before), sent, show)));
}

/** A fact about a record; inconclusive where nothing at all is printed of it, which may be in a buffer still. */
function unlessLate(context: Context, sent: SentRecord, fact: string): string {
  if (fact === shown) return shown;
  if (!hasTrace(context.printed(), [sent.data, String(sent.version)])) unprinted(context);
  unlessCutOff(context, context.printed());
  return fact;
}

/**
 * Whether a record is shown whose numbers are too common to be looked for: by the profile's pattern, or by one that is
 * learnt from how this IUT shows the record that it was found to understand.
 */
export async function shownByPattern(context: Context, fields: Fields): Promise<string> {
  const known = freshRecord(context);
  const patterns = context.show === undefined ? await learn(context, known) : [context.show];
  const sent = freshRecord(context, fields);
  const peer = context.connect();
  const before = context.printed().length;
  await peer.send(octetsOf(sent));
  await peer.endWriting();
  return factWithin(context, (printed) => {
    const since = printed.slice(before);
    if (known.data.length > sent.data.length && since.includes(known.data.slice(0, STALE)))
      return `size ${sent.data.length}: shown with data of the record before`;
    const facts = patterns.map((pattern) => patternFact(since, sent, pattern));
    return facts.find((fact) => fact === shown) ?? facts[0] ?? '';
  });
}

/** Letters by which data of an earlier record are known. */
const STALE = 12;

async function learn(context: Context, known: SentRecord): Promise<readonly RegExp[]> {
  const before = context.printed().length;
  const fact = await shownAfter(context, [octetsOf(known)], known);
  const patterns = learntPattern(context.printed().slice(before), known);
  if (fact !== shown || patterns.length === 0) {
    return inconclusive(`how records are shown could not be learnt (${fact}): needs a pattern (profile: show)`);
  }
  await context.ready();
  return patterns;
}

/** Tries seeded random segmentations, shrunk to the smallest list of cuts after which the record is not shown. */
export async function randomSegmentation(context: Context, runs: number): Promise<string> {
  const cuts = cutLists(octetsOf(freshRecord(context)).length);
  return randomCutsFact({ cuts, seed: context.seed, runs, expected: shown }, async (places) => {
    await context.ready();
    const sent = freshRecord(context);
    return shownAfter(context, cutAt(octetsOf(sent), places), sent, context.connect());
  });
}

/** Up to six different positions, in order; half of them about the header. */
function cutLists(octets: number): Arbitrary<number[]> {
  const position = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: octets - 1 }));
  return fc.uniqueArray(position, { minLength: 1, maxLength: 6 }).map((cuts) => cuts.sort((a, b) => a - b));
}

/** Announces a size, sends little of it, and ends: what became of the memory, seen before and after the end. */
export async function memoryAfter(context: Context, octets: Uint8Array): Promise<string> {
  const { peer, watchMemory, note } = context;
  const growth = watchMemory();
  await peer.send(octets);
  await peer.taken();
  await peer.staysOpen();
  const before = growth();
  await peer.endWriting();
  await peer.history();
  const later = growth();
  return memoryFact(before === undefined ? later : Math.max(before, later ?? 0), note);
}

/** All that is printed of a record that came whole. */
export async function usualWords(context: Context): Promise<string> {
  const sent = freshRecord(context);
  await shownAfter(context, [octetsOf(sent)], sent, context.connect());
  const words = context.printed().replaceAll(sent.data, '');
  await context.ready();
  return words;
}

/**
 * Whether a part of a record that was broken off is shown as if it were whole: data beside which nothing says that they are
 * not. A word that is printed of a whole record too says nothing.
 */
export function partialFact(context: Context, part: string, usual: string): Promise<string> {
  const judge = (printed: string): string => {
    const begin = part.slice(0, 12);
    if (!printed.includes(begin) || isMatched(printed, context.incomplete)) return withheld;
    const beside = printed.replace(new RegExp(`${begin}[A-Za-z]*`, 'g'), '');
    return saysError(besideUsual(beside, usual))
      ? withheld
      : `shown without a word of its being incomplete: ${quoted(printed.trim())}`;
  };
  return factWithin(context, judge, (fact) => fact !== withheld, QUIET_MS);
}

/** Whether the record is shown without the octets that follow it. */
export async function shownWithout(context: Context, sent: SentRecord, surplus: string): Promise<string> {
  const fact = await shownAfter(context, [octetsOf(sent), Buffer.from(surplus)], sent);
  return context.printed().includes(`${sent.data}${surplus.slice(0, 1)}`) ? 'surplus shown with the data' : fact;
}

function takenFact(history: readonly string[]): string {
  const events = eventsOf(history).join(', ');
  return events === 'open, end, close' ? takenUnseen : `the connection went: ${events}`;
}

/** Octets of a record's header, its last one missing. */
export function partOf(context: Context): Uint8Array {
  return octetsOf(freshRecord(context)).subarray(0, RECORD_HEADER_OCTETS - 1);
}

/** Where clients leave that have not sent a whole record: at the borders of its fields, and within each. */
export const borders: readonly Border[] = [
  { octets: 0, where: 'before the first octet' },
  { octets: 2, where: 'within the version' },
  { octets: 4, where: 'after the version' },
  { octets: 6, where: 'within the size' },
  { octets: RECORD_HEADER_OCTETS, where: 'after the size' },
  { octets: RECORD_HEADER_OCTETS + 1, where: 'within the data' },
];

/** What `unsignedFact` says of a server that prints no negative size. */
export const unsigned = 'no negative size';

/** Whether a size whose first bit is set was printed as the negative number that its octets are when they are read signed. */
export function unsignedFact({ observed, printed, plain }: Context, size: number): string {
  const wrapped = size - 2 ** 32;
  // So small a number has other meanings too: it counts beside the version alone.
  const beside = wrapped > -10 ? `(?=.*\\b${plain.version}\\b)` : '';
  const shown = new RegExp(`^${beside}.*(?<![\\w.-])${wrapped}(?![\\w.])`, 'm');
  return observed && shown.test(printed()) ? `${wrapped} printed where ${size} was announced` : unsigned;
}
