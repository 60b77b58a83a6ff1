import type { Check } from '../../harness/engine/cases.ts';
import { memoryFact } from '../../harness/engine/facts.ts';
import { conclusiveIf, inconclusive } from '../../harness/engine/finding.ts';
import { factWithin, lettersFor, shownWithin, unprinted } from '../../harness/engine/output/showing.ts';
import {
  emptyFact,
  emptyUnjudged,
  hasTrace,
  lateFact,
  shown,
  shownFact,
  unprintedFact,
} from '../../harness/engine/output/shown.ts';
import { cutLists, randomCutsFact } from '../../harness/engine/random.ts';
import type { CaseContext } from '../../harness/engine/server/context.ts';
import type { Border } from '../../harness/engine/server/departures.ts';
import { asOthersLeave } from '../../harness/engine/server/leaving-others.ts';
import { served, takenUnseen } from '../../harness/engine/server/next-client.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { cutAt } from '../../harness/engine/tester/segments.ts';
import type { linesServer } from './requirements.ts';

/** A case of this suite; every well-behaved client is alike. */
export type Context = CaseContext<undefined>;

/** Adds cases to this suite: what each chapter is given. */
export type LinesCheck = Check<Context, keyof typeof linesServer.rows & string>;

/** Octets of a line that never ends, and of the pieces it is sent in. */
const ENDLESS_OCTETS = 16 * 1024 * 1024;
const PIECE_OCTETS = 65_536;

/** As many fresh lines of so many characters. */
export function freshLines(context: Context, count: number, characters?: number): readonly string[] {
  return Array.from({ length: count }, () => lettersFor(context, characters));
}

/** Lines as they are sent. */
export function octetsOf(...lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

/** The well-behaved client: its line is shown, or, where no output is observed, taken to its end without a reset. */
export async function linesClient(context: Context, limitMs: number): Promise<string> {
  const line = lettersFor(context);
  const peer = context.connect();
  await peer.send(octetsOf(line));
  await peer.endWriting();
  if (!context.observed) return takenFact(await peer.history());
  const fact = await shownWithin(context, [line], limitMs);
  if (fact === shown) return served;
  return hasTrace(context.printed(), [line]) ? fact : unprintedFact(context.lateHint());
}

/** How a connection went, whatever the IUT may have said. */
export function eventsOf(history: readonly string[]): readonly string[] {
  return history.filter((event) => event !== 'data');
}

/** Whether the lines were read to their end, for all that a connection shows. */
function takenFact(history: readonly string[]): string {
  const events = eventsOf(history).join(', ');
  return events === 'open, end, close' ? takenUnseen : `the connection went: ${events}`;
}

/** Sends these segments, each read before the next, and a FIN; then whether the lines are shown. */
export async function shownAfter(
  context: Pick<Context, 'peer' | 'printed' | 'show' | 'limits' | 'printsNoMore'>,
  segments: readonly Uint8Array[],
  lines: readonly string[],
  peer: Peer = context.peer,
): Promise<string> {
  await peer.send(...segments);
  await peer.endWriting();
  return shownWithin(context, lines);
}

/** How many random segmentations are tried, and the lines of each. */
const RANDOM_RUNS = 12;
const RANDOM_LINES = 4;

/** Cuts lines at random places, each time on a connection of its own: the smallest list of cuts after which they are not shown, or `shown`. */
export async function randomSegmentation(context: Context): Promise<string> {
  const cuts = cutLists(octetsOf(...freshLines(context, RANDOM_LINES)).length);
  return randomCutsFact({ cuts, seed: context.seed, runs: RANDOM_RUNS, expected: shown }, async (places) => {
    await context.ready();
    const lines = freshLines(context, RANDOM_LINES);
    const { show, limits, printed, printsNoMore } = context;
    const before = printed().length;
    const peer = context.connect();
    const since = { peer, show, limits, printsNoMore, printed: () => printed().slice(before) };
    return shownAfter(since, cutAt(octetsOf(...lines), places), lines);
  });
}

/**
 * Sends lines, so many in a segment, only when those before them were shown: the first that was not shown in time, or `shown`.
 */
export async function shownAsTheyComplete(context: Context, lines: readonly string[], inSegment = 1): Promise<string> {
  const { peer, printed } = context;
  let sent = 0;
  let inTime = shown;
  while (sent < lines.length && inTime === shown) {
    await peer.send(octetsOf(...lines.slice(sent, sent + inSegment)));
    sent += inSegment;
    inTime = await shownWithin(context, lines.slice(0, sent));
  }
  const items = lines.slice(0, sent);
  await peer.endWriting();
  await peer.history();
  const atEnd = await shownWithin(context, items);
  return lateWords(context, { inTime, atEnd, traced: hasTrace(printed(), items) });
}

/** Words for what is not shown in time, or `shown`. */
function lateWords(context: Context, looks: Omit<Parameters<typeof lateFact>[0], 'processEnded'>): string {
  const fact = lateFact({ ...looks, processEnded: context.hasEnded() });
  if (fact !== 'buffered') return fact;
  const none = unprinted(context);
  return looks.atEnd === shown ? 'shown only when the IUT had ended' : none;
}

/** Whether the lines of a segment are shown before their client ends; that they are at all, `lines-in-one-segment` judges. */
export async function shownInOneSegment(context: Context): Promise<string> {
  const lines = freshLines(context, 3);
  const fact = await shownAsTheyComplete(context, lines, lines.length);
  const isThere = fact === shown || shownWhole(context, lines);
  conclusiveIf(isThere, `lines of one segment are not shown: judged by lines-in-one-segment (${fact})`);
  return fact;
}

function shownWhole({ printed, show }: Context, lines: readonly string[]): boolean {
  return shownFact(printed(), lines, show) === shown;
}

/** Whether a line is shown before the other half of the next one comes; that it is at all, `line-in-pieces` judges. */
export async function shownBeforeTheNext(context: Context): Promise<string> {
  const [first = '', second = ''] = freshLines(context, 2);
  const [front, back] = halves(octetsOf(second));
  return shownBefore(context, [Buffer.concat([octetsOf(first), front])], first, back);
}

/** Characters of a line that is cut, those in front of the cut, and those of the line behind its end: fewer than these. */
const [LONG, FRONT, SHORT] = [40, 30, 12];

/** Whether a line is shown, before its client ends, that came in one segment with the end of a longer one. */
export async function shownBehindALonger(context: Context): Promise<string> {
  const [long, short] = [lettersFor(context, LONG), lettersFor(context, SHORT)];
  return shownBefore(context, cutAt(octetsOf(long, short), [FRONT]), short, new Uint8Array());
}

/** Whether a line of what was said is shown before the rest is; inconclusive where it is not shown behind that either. */
async function shownBefore(
  context: Context,
  said: readonly Uint8Array[],
  line: string,
  rest: Uint8Array,
): Promise<string> {
  const { peer } = context;
  const isThere = (printed: string): string =>
    printed.includes(line) ? shown : `a line beside parts of another not shown`;
  await peer.send(...said);
  const inTime = await factWithin(context, isThere);
  if (rest.length > 0) await peer.send(rest);
  await peer.endWriting();
  await peer.history();
  const atEnd = await factWithin(context, isThere);
  if (!hasTrace(context.printed(), [line])) unprinted(context);
  conclusiveIf(atEnd === shown, 'a line beside parts of another is not shown: judged by line-in-pieces');
  return lateWords(context, { inTime, atEnd, traced: true });
}

/** Octets cut in the middle of their first line. */
export function halves(octets: Uint8Array): readonly [Uint8Array, Uint8Array] {
  const middle = octets.indexOf(0x0a) / 2;
  return [octets.subarray(0, middle), octets.subarray(middle)];
}

/** Two lines of one client, the second sent once the first was read: what rows rest on whose clients send several. */
export async function twoLines(context: Context): Promise<string> {
  const [first = '', second = ''] = freshLines(context, 2);
  const fact = await shownAfter(context, [octetsOf(first), octetsOf(second)], [first, second]);
  return fact === shown ? served : fact;
}

/** Whether empty lines are shown as such; inconclusive where the output does not make that certain. */
export async function emptyLinesFact(context: Context, lines: readonly string[]): Promise<string> {
  const { peer, show } = context;
  await peer.send(octetsOf(...lines));
  await peer.endWriting();
  const isDone = (fact: string): boolean => fact === shown || fact === emptyUnjudged;
  const fact = await factWithin(context, (printed) => emptyFact(printed, lines, show), isDone);
  return fact === emptyUnjudged
    ? inconclusive(
        'empty lines cannot be told from blank ones: needs a pattern (profile: show), or a prefix to each line',
      )
    : fact;
}

/** A number of clients in a row, each with a line of its own: what the first saw that was not as it must be. */
export async function oneAfterAnother(context: Context, clients: number): Promise<string> {
  const lines: string[] = [];
  for (let client = 1; client <= clients; client += 1) {
    lines.push(lettersFor(context));
    const fact = await shownAfter(context, [octetsOf(lines.at(-1) ?? '')], lines, context.connect());
    if (fact !== shown) return `client ${client}: ${fact}`;
  }
  return shown;
}

const servesNoMore = 'the IUT serves no more once a client has left within a line: judged by disconnect-mid-line';

/**
 * A client leaves in the middle of a line; the line of the next must be shown as that of the one before was. The part may
 * be shown as a last line of its own.
 */
export async function keptApart(context: Context, leave: (peer: Peer) => Promise<void>): Promise<string> {
  const [first, part, next] = [lettersFor(context), lettersFor(context), lettersFor(context)];
  const before = await shownAfter(context, [octetsOf(first)], [first]);
  if (before !== shown) return before;
  const [second, third] = [context.connect(), context.connect()];
  await second.send(Buffer.from(part));
  await second.taken();
  await leave(second);
  await second.history();
  await third.opened().catch(() => inconclusive(servesNoMore));
  await third.send(octetsOf(next));
  await third.endWriting();
  const ways = [
    [first, next],
    [first, part, next],
  ];
  const fact = await factWithin(context, (printed) => {
    const facts = ways.map((lines) => shownFact(printed, lines, context.show));
    return facts.find((one) => one === shown) ?? facts[0] ?? '';
  });
  conclusiveIf(fact === shown || !context.hasEnded(), servesNoMore);
  return fact;
}

/** Clients are each within a line when others leave: whether every line is shown, whole and apart, in any order. */
export async function wholeAsOthersLeave(context: Context): Promise<string> {
  await needsCutLines(context);
  const said = await asOthersLeave(context, () => {
    const text = lettersFor(context);
    return { text, octets: octetsOf(text), cut: text.length / 2 };
  });
  const lines = said.map(({ text }) => text);
  const fact = await factWithin(context, (printed) => {
    const inOrder = lines.toSorted((one, other) => printed.indexOf(one) - printed.indexOf(other));
    return shownFact(printed, inOrder, context.show);
  });
  conclusiveIf(fact === shown || !context.hasEnded(), servesNoMore);
  return fact;
}

/** Ends the case where a line of one client alone may not be cut: another row tells of that. */
async function needsCutLines(context: Context): Promise<void> {
  const text = lettersFor(context);
  const octets = octetsOf(text);
  const peer = context.connect();
  await peer.send(octets.subarray(0, text.length / 2));
  await peer.taken();
  await peer.send(octets.subarray(text.length / 2));
  await peer.endWriting();
  const fact = await factWithin(context, (printed) => shownFact(printed, [text], context.show));
  conclusiveIf(fact === shown, 'a line that is cut is not shown: judged by line-in-pieces');
}

/** Sends a line without an end, then a FIN, and tells what it did to the memory. */
export async function endlessLine({ peer, watchMemory, note }: Context): Promise<string> {
  const growth = watchMemory();
  await peer.stream(endless());
  await peer.endWriting();
  await peer.history();
  return memoryFact(growth(), note);
}

function* endless(): Iterable<Uint8Array> {
  const piece = Uint8Array.from({ length: PIECE_OCTETS }, (_, index) => 97 + (index % 26));
  for (let sent = 0; sent < ENDLESS_OCTETS; sent += PIECE_OCTETS) yield piece;
}

/** Octets of a line without its end. */
export function partOf(context: Context): Uint8Array {
  return Buffer.from(lettersFor(context));
}

/** Characters of each of two lines. */
const CHARACTERS = 12;

/** Two lines; clients leave within them. */
export function lineAndPart(context: Context): Uint8Array {
  return octetsOf(...freshLines(context, 2, CHARACTERS));
}

/** Where they leave. */
export const borders: readonly Border[] = [
  { octets: 0, where: 'before the first octet' },
  { octets: 1, where: 'after the first octet' },
  { octets: CHARACTERS, where: 'before the 0x0A of a line' },
  { octets: CHARACTERS + 1, where: 'after a line' },
  { octets: CHARACTERS + 2, where: 'after the first octet of the second line' },
];
