import { clock } from '../../harness/engine/clock.ts';
import { acrossBuffers, drawLengths, drawTexts, drawWhole } from '../../harness/engine/data/drawing.ts';
import type { Datum, Origin } from '../../harness/engine/data/families.ts';
import { smallestChanged } from '../../harness/engine/data/smallest.ts';
import { conclusiveIf } from '../../harness/engine/finding.ts';
import { type Changed, changedWords, dataShownFact, firstChanged } from '../../harness/engine/output/data-shown.ts';
import { factWithin, lettersFor, unlessCutOff, unprinted } from '../../harness/engine/output/showing.ts';
import { hasTrace, patternGroups, shown, shownFact } from '../../harness/engine/output/shown.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { quoted } from '../../harness/engine/words.ts';
import { type Context, freshLines, octetsOf, shownAfter } from './server-facts.ts';

/** Octets of the longest line that is sent whole: a server may have a limit, well above 65,536 octets. */
const LONGEST_OCTETS = 100_001;

/** Candidates when a value is shrunk; most of them lack its word, and are not sent. */
const TRIALS = 40;

/** Data of each case; a CR is judged by a row of its own. */
export const kinds = [
  {
    label: 'spaces, syntax of others, Unicode, repetition',
    draw: (origin: Origin) =>
      drawTexts(origin, { families: ['spaces', 'syntax of others', 'Unicode', 'repetition'], without: /\r/ }),
  },
  {
    label: 'controls, line ends of others',
    draw: (origin: Origin) => drawTexts(origin, { families: ['controls', 'line ends of others'], without: /\r/ }),
  },
  {
    label: 'a BOM in front of all',
    draw: (origin: Origin) =>
      drawTexts(origin, { families: ['Unicode'] }).filter(({ value }) => value.startsWith('\ufeff')),
  },
  { label: 'words and numbers of other programs', draw: drawWhole },
] as const;

/** Lines of every length, from one octet on. */
export function everyLength(origin: Origin): readonly Datum[] {
  return drawLengths(origin, { minOctets: 1, maxOctets: LONGEST_OCTETS });
}

/** What the data of a case is drawn for. */
export function originOf(context: Context): Origin {
  return { seed: context.seed, nonce: lettersFor(context, 6) };
}

/**
 * Whether lines of these data are shown as they were sent. They are sent in one segment; where one of them is not shown so,
 * all are sent once more, each in a segment of its own, since other rows judge how segments are read. What is changed then is
 * shrunk.
 */
export async function dataFact(context: Context, drawn: readonly Datum[]): Promise<string> {
  const data = [...drawn, closingDatum(context)];
  const together = await exchange(context, [octetsOf(...valuesOf(data))], data, context.peer);
  if (together.fact === shown) return shown;
  await context.ready();
  const apart = await exchange(context, segmentsOf(data), data);
  if (apart.fact === shown) return shown;
  const traced = hasTrace(
    apart.printed,
    data.map(({ word }) => word),
  );
  if (!traced) return unprinted(context);
  unlessCutOff(context, apart.printed);
  const changed = firstChanged(apart.printed, data, context.show);
  return changed === undefined ? apart.fact : changedWords(await smallest(context, changed));
}

/** Whether lines of long characters are shown intact; inconclusive where lines of their length are not shown at all. */
export async function acrossBuffersFact(context: Context): Promise<string> {
  const [plain, ...data] = drawTexts(originOf(context), acrossBuffers);
  const length = lettersFor(context, acrossBuffers.maxOctets);
  const fact = await shownAfter(context, [octetsOf(length)], [length]);
  conclusiveIf(fact === shown, 'lines of this length are not shown: judged by long-line');
  await context.ready();
  const all = plain === undefined ? data : [plain, ...data, closingDatum(context)];
  const { printed, fact: seen } = await exchange(context, segmentsOf(all), all);
  if (seen === shown) return shown;
  unlessCutOff(context, printed);
  const changed = firstChanged(printed, all, context.show);
  return changed === undefined ? seen : changedWords(changed);
}

/** Splits a character between two segments of a client, and has another client send a line between them: whether both lines are shown. */
export async function splitBesideAnother(context: Context): Promise<string> {
  const [first = '', second = '', other = ''] = freshLines(context, 3);
  const octets = octetsOf(`${first}ö${second}`);
  const [one, another] = [context.peer, context.connect()];
  await one.send(octets.subarray(0, first.length + 1));
  await one.taken();
  await another.send(octetsOf(other));
  await another.taken();
  await another.endWriting();
  await one.send(octets.subarray(first.length + 1));
  await one.endWriting();
  // How a character is printed, other cases judge; what stands for half of one, or U+FFFD, is none.
  const [split, beside] = [
    new RegExp(`${first}(?!${HALVES[1]}${second})[^\\n\\ufffd]{1,24}?${second}`, 'i'),
    new RegExp(`(?<!${HALVES[0]}|\\ufffd)${other}`, 'i'),
  ];
  // Who passes on octets as they come, has decoded none of them, whatever has come between them.
  const raw = [new RegExp(`${first}${HALVES[0]}`, 'i'), new RegExp(`${HALVES[1]}${second}`, 'i')];
  const isRaw = (printed: string): boolean => raw.every((half) => half.test(printed));
  const fact = await factWithin(context, (printed) =>
    isRaw(printed) || (split.test(printed) && beside.test(printed))
      ? shown
      : `printed ${quoted(printed.trim().slice(-QUOTED))}`,
  );
  return fact === shown || hasTrace(context.printed(), [first, other]) ? fact : unprinted(context);
}

/** Lines that are not UTF-8: Latin-1, octets that no text has, an overlong NUL, half of a surrogate pair, and half a character at the end. */
const NOT_UTF8: readonly (readonly number[])[] = [
  [0x67, 0x72, 0xfc, 0xdf],
  [0xff, 0xfe, 0x61],
  [0x61, 0xc0, 0x80, 0x61],
  [0x61, 0xed, 0xa0, 0x80, 0x61],
  [0x61, 0xc3],
];

/**
 * Whether lines of letters are shown that stand behind lines which are not UTF-8; how those are shown is not judged.
 * Inconclusive where as many lines of letters alone are not shown either.
 */
export async function behindOtherOctets(context: Context): Promise<string> {
  const fact = await shownAmong(context, NOT_UTF8.map(notUtf8), context.peer);
  if (fact === shown) return shown;
  await context.ready();
  const plain = await shownAmong(
    context,
    freshLines(context, NOT_UTF8.length).map((line) => octetsOf(line)),
  );
  conclusiveIf(plain === shown, 'lines of letters in one segment are not shown either: judged by lines-in-one-segment');
  return fact;
}

/** Whether lines of letters are shown, in front of, among and behind others in one segment. */
async function shownAmong(context: Context, others: readonly Uint8Array[], peer = context.connect()): Promise<string> {
  const { printed, show } = context;
  const lines = freshLines(context, others.length + 1);
  const before = printed().length;
  await peer.send(Buffer.concat(lines.flatMap((line, index) => [octetsOf(line), others[index] ?? new Uint8Array()])));
  await peer.endWriting();
  return factWithin(context, (all) => {
    const since = all.slice(before);
    if (show === undefined) return shownFact(since, lines);
    const texts = patternGroups(since, show).map(({ text = '' }) => text);
    return shownFact(texts.join('\n'), lines);
  });
}

/** A line that is not UTF-8. */
export function otherOctets(): Uint8Array {
  return notUtf8(NOT_UTF8[0] ?? []);
}

function notUtf8(octets: readonly number[]): Uint8Array {
  return Uint8Array.from([...octets, 0x0a]);
}

/** How programs print the first octet of ö alone, and the second: as an escape, or as a character of another code. */
const HALVES = [String.raw`(?:\\+(?:x|udc)c3|\\+303|%c3|Ã)`, String.raw`(?:\\+(?:x|udc)b6|\\+266|%b6|¶)`] as const;

/** Characters of the output that are quoted. */
const QUOTED = 120;

/** Whether lines are shown behind those of an earlier exchange of the case. */
export async function shownAgain(
  context: Context,
  segments: readonly Uint8Array[],
  lines: readonly string[],
): Promise<string> {
  const data = lines.map((value) => ({ family: 'plain' as const, label: '', word: value, value }));
  return (await exchange(context, segments, data)).fact;
}

/** What came of sending data, and what was printed for it. */
interface Exchange {
  readonly printed: string;
  readonly fact: string;
}

async function exchange(
  context: Context,
  segments: readonly Uint8Array[],
  data: readonly Datum[],
  peer: Peer = context.connect(),
): Promise<Exchange> {
  const before = context.printed().length;
  const since = (): string => context.printed().slice(before);
  await peer.send(...segments);
  await peer.endWriting();
  const last = data.at(-1)?.word ?? '';
  await clock.lookUntil(
    context.limits.replyMs,
    async () => since().includes(last) || context.printsNoMore(),
    (over) => over,
  );
  await clock.pause(context.limits.settleMs);
  const printed = since();
  return { printed, fact: dataShownFact(printed, data, context.show) };
}

/** The smallest part of a datum that is changed by itself, and how; the datum where it takes the others beside it. */
async function smallest(context: Context, changed: Changed): Promise<Changed> {
  let found: Changed | undefined;
  const isChanged = async (value: string): Promise<boolean> => {
    // Without its word it could not be told from what else is printed.
    if (!value.includes(changed.datum.word)) return false;
    await context.ready();
    const candidate = { ...changed.datum, value };
    const data = [openingDatum(context), candidate, closingDatum(context)];
    const { printed, fact } = await exchange(context, segmentsOf(data), data);
    const seen = fact === shown ? undefined : firstChanged(printed, data, context.show);
    if (seen?.datum !== candidate) return false;
    found = seen;
    return true;
  };
  const isWhole = changed.datum.family === 'repetition' || changed.datum.word === '';
  if (isWhole || !(await isChanged(changed.datum.value))) return changed;
  await smallestChanged(changed.datum.value, isChanged, TRIALS);
  return found ?? changed;
}

function valuesOf(data: readonly Datum[]): readonly string[] {
  return data.map(({ value }) => value);
}

function segmentsOf(data: readonly Datum[]): readonly Uint8Array[] {
  return data.map(({ value }) => octetsOf(value));
}

function openingDatum(context: Context): Datum {
  const word = lettersFor(context);
  return { family: 'plain', label: 'the line before', word, value: word };
}

function closingDatum(context: Context): Datum {
  const word = lettersFor(context);
  return { family: 'plain', label: 'the last line', word, value: word };
}
