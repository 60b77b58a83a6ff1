import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { reportedBy } from '../../harness/engine/client/client-screen.ts';
import { type Exchange, unguessable } from '../../harness/engine/client/plain-exchange.ts';
import { mustHaveBeenBrief } from '../../harness/engine/client/staying.ts';
import { clock } from '../../harness/engine/clock.ts';
import { conclusiveIf, inconclusive, mustBe } from '../../harness/engine/finding.ts';
import { QUIET_MS } from '../../harness/engine/limits.ts';
import { changedWords } from '../../harness/engine/output/data-shown.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { count, duration, quoted } from '../../harness/engine/words.ts';
import { heldUpLinesOf, lateLinesOf, type SentLines, typedLines } from './client-lines.ts';

/** What `terminationFact` says of lines that all have their end. */
export const allTerminated = 'every line ended by 0x0A';

/** What `flushFact` says of lines that come as they are sent. */
export const flushed = 'each line as it is sent';

/** Whether every line has its end, and, where lines were typed, whether they are those. */
export function terminationFact({ octets, typed }: SentLines): string {
  const text = Buffer.from(octets).toString('utf8');
  conclusiveIf(octets.length > 0, 'the client sent no line: needs --input stdin, or lines of its own');
  if (!text.endsWith('\n')) return `${quoted(text.slice(text.lastIndexOf('\n') + 1))} without an end`;
  if (typed === undefined) return allTerminated;
  const lines = text.split('\n').slice(0, -1);
  const index = typed.findIndex(({ value }, at) => lines[at] !== value);
  const datum = typed[index];
  if (index > 0 && lines[index] === typed[index - 1]?.value) return `line ${index} of ${typed.length} sent twice`;
  if (datum !== undefined) return changedWords({ datum, seen: lines[index] });
  return lines.length === typed.length ? allTerminated : `${count(lines.length, 'line')} for ${typed.length}`;
}

/** What `asTypedFact` says of a client that has sent what was typed. */
export const asTyped = 'each line as it was typed';

/** Whether lines were sent as they were typed; that the last one has no end, `lines-are-terminated` finds. */
export function asTypedFact(sent: SentLines): string {
  conclusiveIf(sent.octets.at(-1) === LF, 'the last line has no end: judged by lines-are-terminated');
  const fact = terminationFact(sent);
  return fact === allTerminated ? asTyped : fact;
}

const LF = 0x0a;

/** The same of lines that were not read for a while. */
export async function heldUpFact(context: ClientContext): Promise<string> {
  const sent = await heldUpLinesOf(context);
  const fact = terminationFact(sent);
  if (fact !== allTerminated) mustHaveBeenBrief(sent.heldMs ?? 0, context);
  return fact;
}

/** The same of lines that the buffers take, which the harness begins to read late; and how the client ended. */
export async function lateFact(context: ClientContext): Promise<{ readonly lines: string; readonly end: string }> {
  const { end, ...sent } = await lateLinesOf(context);
  return { lines: terminationFact(sent), end };
}

/** Whether a line arrives before the next one is there: typed one by one, or as the client's own come. */
export function flushFact(context: ClientContext): Promise<string> {
  return context.plan.input === 'stdin' ? typedFlushFact(context) : ownFlushFact(context);
}

/** The client's history when all of its lines are sent. */
export async function historyOf(context: ClientContext): Promise<readonly string[]> {
  const peer = await context.connects();
  typeAll(context);
  return (await peer.history()).filter((event) => event !== 'data');
}

/** How the client takes a reset after its first line, while it has more to send. */
export async function resetFact(context: ClientContext): Promise<string> {
  const hasMore = context.plan.input === 'stdin' || (await ownFlushFact(context)) === flushed;
  conclusiveIf(hasMore, 'the client has nothing to send after its first line');
  const peer = await context.connects();
  context.type(`${typedLines[0]}\n`);
  await peer.receives(1);
  await peer.reset();
  typeAll(context);
  return reportedBy(context, '', context.limits.replyMs + context.limits.closeMs);
}

async function typedFlushFact(context: ClientContext): Promise<string> {
  const peer = await context.connects();
  let sent = 0;
  for (const line of typedLines) {
    context.type(`${line}\n`);
    sent += Buffer.byteLength(line) + 1;
    if (!(await peer.receives(sent))) return `${quoted(line)} not there within the reply limit`;
  }
  context.closeInput();
  return flushed;
}

/**
 * Own lines can only be told apart where they come at different times; or where all come at once, and the client's own
 * output shows that it had them at different times before. The first is waited for as long as the client lives.
 */
async function ownFlushFact(context: ClientContext): Promise<string> {
  const { connects, limits } = context;
  const peer = await connects();
  const screen = watchedScreen(context);
  const look = async (): Promise<Uint8Array> => {
    screen.look();
    return peer.begun();
  };
  // Half of the case's time: the rest of the lines takes time too.
  const begun = await clock.lookUntil(limits.caseMs / 2, look, (octets) => octets.length > 0 || peer.isOver());
  const [first, lines] = [
    linesIn(begun),
    Buffer.from(await peer.octets())
      .toString('utf8')
      .split('\n')
      .slice(0, -1),
  ];
  if (lines.length > first && first > 0) return flushed;
  const [earliest, latest] = screen.timesOf(lines);
  if (latest - earliest >= QUIET_MS)
    return `${count(lines.length, 'line')} at once, the last of which was printed ${duration(latest - earliest)} after the first`;
  return inconclusive(
    `${count(lines.length, 'line')} came at once: whether each is flushed cannot be told (--input stdin can)`,
  );
}

/** Remembers when the client had printed what. */
function watchedScreen({ sees, printed }: ClientContext) {
  const screens: { readonly at: number; readonly lines: readonly string[] }[] = [];
  let characters = 0;
  return {
    look: (): void => {
      const text = sees.output ? printed() : '';
      if (text.length === characters) return;
      characters = text.length;
      screens.push({ at: clock.now(), lines: text.split(/\r?\n/) });
    },
    /** When the first and the last of these lines was first seen, each behind whatever prefix; the last may be read after what was sent. */
    timesOf: (wanted: readonly string[]): readonly [number, number] => {
      const times = wanted.map((line) => screens.find(({ lines }) => lines.some((one) => one.endsWith(line)))?.at);
      const known = times.flatMap((time) => time ?? []);
      return known.length === 0 ? [0, 0] : [Math.min(...known), Math.max(...known)];
    },
  };
}

function linesIn(octets: Uint8Array): number {
  return octets.filter((octet) => octet === 0x0a).length;
}

function typeAll({ plan, type, closeInput }: ClientContext): void {
  if (plan.input !== 'stdin') return;
  type(`${typedLines.join('\n')}\n`);
  closeInput();
}

/** The plain exchange: a line arrives, the one that was typed or one of the client's own. */
export async function plainExchange(context: ClientContext): Promise<Exchange> {
  const peer = await context.connects();
  const typed = context.plan.input === 'stdin' ? unguessable() : '';
  context.type(`${typed}\n`);
  context.closeInput();
  await peer.receives(typed.length + 1);
  const octets = Buffer.from(await firstLineOf(context, peer));
  const isLine = octets.length > 0 && octets.includes(typed) && isText(octets);
  mustBe(isLine ? lineArrived : quoted(octets.toString('latin1')), lineArrived);
  return { peer, sent: typed };
}

/** Octets of a plain line at most: what goes on beyond them without an end is none. */
const LINE_OCTETS = 65_536;

/** What the client has sent once its first line has come, or all that it sends without one; nothing of what goes on without an end. */
async function firstLineOf({ limits }: ClientContext, peer: Peer): Promise<Uint8Array> {
  const isWhole = (octets: Uint8Array): boolean => octets.subarray(0, LINE_OCTETS).includes(0x0a) || peer.isOver();
  const octets = await clock.lookUntil(
    limits.replyMs,
    peer.begun,
    (seen) => isWhole(seen) || seen.length > LINE_OCTETS,
  );
  return isWhole(octets) ? octets : new Uint8Array();
}

/** Whether octets begin a text: UTF-8 without a NUL, of whose last character a part may still be on its way. */
function isText(octets: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(octets, { stream: true }).includes('\0');
  } catch {
    return false;
  }
}

/** What must be of a plain line. */
const lineArrived = 'a line of text';
