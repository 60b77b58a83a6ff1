import { clock } from '../../harness/engine/clock.ts';
import { drawTexts, type TextRule } from '../../harness/engine/data/drawing.ts';
import type { Datum } from '../../harness/engine/data/families.ts';
import { LINE_END_SHOWN, plainly, readBack } from '../../harness/engine/data/printing.ts';
import { WIDE, wideRuns, wideText } from '../../harness/engine/data/wide.ts';
import { applicableIf, conclusiveIf } from '../../harness/engine/finding.ts';
import { changedWords } from '../../harness/engine/output/data-shown.ts';
import { factWithin, lettersFor, unlessCutOff, unprinted } from '../../harness/engine/output/showing.ts';
import { hasTrace, shown } from '../../harness/engine/output/shown.ts';
import { quoted } from '../../harness/engine/words.ts';
import { record } from '../../harness/protocols/record.ts';
import { hasCrashed, lastWords } from '../../harness/text/last-words.ts';
import { type Context, freshRecord, octetsOf, shownAfter } from './server-facts.ts';
import { recordFact } from './shown-record.ts';

/** Records of a burst, each of a client of its own. */
const BURST = 200;

/** A pause that a phone makes on its way between two cells, in milliseconds: the stimulus itself. */
const SLOW_MS = 1000;

/** Octets of the data of several families in one record: fewer than the smallest record that the suite sends by default. */
const PART_OCTETS = 950;

/** Stands between the data of one record, so that none of them is at its ends. */
const BETWEEN = '|';

/** Families of the data of each case. */
export const kinds: readonly { readonly label: string; readonly rule: TextRule }[] = [
  {
    label: 'spaces, syntax of others, Unicode',
    rule: { families: ['spaces', 'syntax of others', 'Unicode'], maxOctets: 200 },
  },
  { label: 'controls, line ends of others', rule: { families: ['controls', 'line ends of others'], without: /\r/ } },
];

/** Sends records of these families, as many as it takes: whether each is shown, or what became of the first that is not. */
export async function dataFact(context: Context, rule: TextRule): Promise<string> {
  const origin = { seed: context.seed, nonce: lettersFor(context, 6) };
  for (const data of partsOf(drawTexts(origin, rule))) {
    await context.ready();
    const fact = await partFact(context, data);
    if (fact !== shown) return fact;
  }
  return shown;
}

/** What stands within letters, or at their ends, and how it may be shown. */
interface Edge {
  readonly label: string;
  readonly front: string;
  readonly inner: Uint8Array;
  readonly back: string;
  /** The source of a pattern with the flags `u` and `s`. */
  readonly shownAs: string;
}

const NOTHING = new Uint8Array();

/** Data are octets; of spaces at their ends a program's own line has no more than one, and octets that are no text have any escape. */
export const edges: readonly Edge[] = [
  { label: 'LF within', front: '', inner: Buffer.from('\n'), back: '', shownAs: LINE_END_SHOWN },
  { label: 'no UTF-8 within', front: '', inner: Uint8Array.of(0xff, 0xe8, 0xfe), back: '', shownAs: '.{0,24}?' },
  { label: 'spaces in front', front: '   ', inner: NOTHING, back: '', shownAs: '' },
  { label: 'spaces at the end', front: '', inner: NOTHING, back: '   ', shownAs: '' },
];

/** Sends a record of letters with such data among them: whether it is shown with them. */
export async function edgeFact(context: Context, { label, front, inner, back, shownAs }: Edge): Promise<string> {
  const { version, size } = context.plain;
  const begin = `${front}${lettersFor(context)}`;
  const rest = `${lettersFor(context, size - begin.length - inner.length - back.length)}${back}`;
  const between = new RegExp(`^${shownAs}$`, 'us');
  const before = context.printed().length;
  const data = Buffer.concat([Buffer.from(begin), inner, Buffer.from(rest)]);
  await context.peer.send(record.encode({ version, data }));
  await context.peer.endWriting();
  const judge = (printed: string): string => {
    const seen = printed.slice(before);
    const around = seen.indexOf(begin.trim());
    const words = around === -1 ? seen.trim() : seen.slice(Math.max(0, around - QUOTED));
    return holds(seen, [begin, rest], between)
      ? shown
      : `${label}: ${quoted(begin)} and more; printed ${quoted(words, 2 * QUOTED)}`;
  };
  const fact = await factWithin(context, judge);
  if (fact === shown) return shown;
  if (!hasTrace(context.printed().slice(before), [begin.trim()])) return unprinted(context);
  unlessCutOff(context, context.printed());
  return fact;
}

/** Whether a text holds two parts, the longer of which no pattern could take, and between them what a pattern says. */
function holds(text: string, [begin, rest]: readonly [string, string], between: RegExp): boolean {
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(rest, from);
  return text.includes(begin) && to !== -1 && to - from <= MOST_BETWEEN && between.test(text.slice(from, to));
}

/** Characters that may stand for what is between the parts: an escape of each octet, or what is put in front of a line. */
const MOST_BETWEEN = 40;

/** Characters that are quoted before and behind the place where a record is shown. */
const QUOTED = 40;

/**
 * Whether long data of long characters are shown intact. Inconclusive where such characters are not shown of a small record
 * either, or letters of that length are not.
 */
export async function acrossBuffersFact(context: Context): Promise<string> {
  // Letters in front, in place of four such characters, tell where to look.
  const text = `${lettersFor(context)}${wideText(lettersFor(context))}`;
  const fact = await readBackFact(context, text);
  if (fact === shown) return shown;
  const [word, few] = [lettersFor(context), wideRuns(WIDE, FEW_OCTETS)];
  const small = `${word}${few}${lettersFor(context, context.plain.size - word.length - Buffer.byteLength(few))}`;
  const smallFact = await readBackFact(context, small);
  conclusiveIf(smallFact === shown, 'such characters are not shown of a small record either: judged by shows-record');
  const letters = await readBackFact(context, lettersFor(context, Buffer.byteLength(text)));
  conclusiveIf(letters === shown, 'letters of so many octets are not shown either');
  return fact;
}

/** Octets of wide characters in a small record. */
const FEW_OCTETS = 300;

/** Sends a record of these data: whether it is shown, in whatever way a program shows what is not ASCII. */
async function readBackFact(context: Context, data: string): Promise<string> {
  await context.ready();
  const sent = { version: context.plain.version, data };
  const before = context.printed().length;
  const peer = context.connect();
  await peer.send(octetsOf(sent));
  await peer.endWriting();
  return factWithin(context, (printed) => recordFact(readBack(printed.slice(before), [data]), sent, context.show));
}

/** Sends many records in a row: which was the first that is not shown, or `shown`. */
export async function burstFact(context: Context): Promise<string> {
  const before = context.printed().length;
  for (let number = 1; number <= BURST; number += 1) {
    const sent = freshRecord(context);
    const peer = context.connect();
    await peer.send(octetsOf(sent));
    await peer.endWriting();
    const look = async (): Promise<boolean> => context.printed().slice(before).includes(sent.data);
    const isShown = await clock.lookUntil(context.limits.replyMs, look, (seen) => seen || context.printsNoMore());
    const ended = number === 1 && (await context.ends(context.limits.settleMs)) !== undefined;
    conclusiveIf(!ended, 'a launch serves one client: the IUT ends after its first');
    if (!isShown) return `record ${number} of ${BURST} is not shown`;
  }
  return shown;
}

/** Whether a record is shown whose client pauses before it and within its header. */
export async function slowFact(context: Context): Promise<string> {
  const { idleMs } = context.limits;
  applicableIf(idleMs === undefined || idleMs > SLOW_MS, 'the profile declares that silent clients are left sooner');
  const sent = freshRecord(context);
  const octets = octetsOf(sent);
  await context.peer.opened();
  await clock.silence(SLOW_MS);
  await context.peer.send(octets.subarray(0, HEADER_OCTETS));
  await context.peer.taken();
  await clock.silence(SLOW_MS);
  return shownAfter(context, [octets.subarray(HEADER_OCTETS)], sent);
}

/** Octets of version and size. */
const HEADER_OCTETS = 8;

/** What `secondFact` says where one record of a connection is taken. */
export const firstAlone = 'the first record shown alone';

/** Sends two records on one connection: whether the second is shown. */
export async function secondFact(context: Context): Promise<string> {
  const [first, second] = [freshRecord(context), freshRecord(context)];
  const both = Buffer.concat([octetsOf(first), octetsOf(second)]);
  const fact = await shownAfter(context, [both], first);
  conclusiveIf(fact === shown, 'the first record is not shown either: judged by surplus-ignored');
  return context.printed().includes(second.data) ? 'the second record shown too' : firstAlone;
}

/** Data in parts that fit into one record, the plain one in front of each. */
function partsOf([plain, ...data]: readonly Datum[]): readonly (readonly Datum[])[] {
  const parts: Datum[][] = [];
  let octets = PART_OCTETS;
  for (const datum of data) {
    octets += Buffer.byteLength(datum.value) + BETWEEN.length;
    if (octets > PART_OCTETS) {
      parts.push(plain === undefined ? [] : [plain]);
      octets = 2 * (plain?.value.length ?? 0);
    }
    parts.at(-1)?.push(datum);
  }
  return parts;
}

async function partFact(context: Context, data: readonly Datum[]): Promise<string> {
  const { version, size } = context.plain;
  const joined = `${data.map(({ value }) => value).join(BETWEEN)}${BETWEEN}`;
  const text = `${joined}${lettersFor(context, size - Buffer.byteLength(joined))}`;
  const before = context.printed().length;
  const since = (): string => context.printed().slice(before);
  const peer = context.connect();
  await peer.send(octetsOf({ version, data: text }));
  await peer.endWriting();
  const judge = (): string => recordFact(readBack(since(), [text]), { version, data: plainly(text) }, context.show);
  const fact = await factWithin(context, judge);
  // What an error quotes of a record does not show it.
  if (fact === shown && hasCrashed(since())) return `shown by an error alone${lastWords(since())}`;
  if (fact === shown) return shown;
  const words = data.map(({ word }) => word);
  if (!hasTrace(since(), words)) return unprinted(context);
  unlessCutOff(context, context.printed());
  const values = data.map(({ value }) => value);
  const texts = readBack(since(), values).split(/[|\n]/);
  const changed = data.find(({ value }) => !texts.some((one) => one.endsWith(plainly(value))));
  if (changed === undefined) return fact;
  const seen = changed.word === '' ? undefined : texts.find((one) => one.includes(changed.word));
  return changedWords({ datum: changed, seen });
}
