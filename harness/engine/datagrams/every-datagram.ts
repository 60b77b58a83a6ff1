import { endFact } from '../client/reporting.ts';
import { inconclusive } from '../finding.ts';
import type { CaseLimits } from '../limits.ts';
import { count, duration, quoted } from '../words.ts';
import { type Arrival, type Destination, FLOOD } from './datagram-sink.ts';
import { type SenderContext, silenceWords } from './sender-context.ts';
import { tooBusy } from './too-busy.ts';

/** What `everyDatagramFact` says of a sender that does nothing but what it does at first. */
export const asTheFirst = 'every datagram as the first ones, at even gaps, for eleven intervals';

/** Six intervals, and ten seconds more, which are five intervals of the specification: what a program does later, it does by then. */
const INTERVALS = 6 + 5;

/**
 * A gap may differ by a quarter of the interval from the others: an access point keeps datagrams to all until its next
 * beacon but two (0.3 s of 2 s), and a program that sleeps is woken late.
 */
const UNEVEN = 0.25;

/** Nor less than this, in milliseconds: by so much a busy machine delays a program that sleeps, whatever its interval. */
const LATE_MS = 400;

/** A network may lose one datagram of twelve: two of them, where one in a hundred is lost, are lost once in 170 runs. */
const LOST = 1;

/** Datagrams that the rows about payload and destination judge: what they find is not found again. */
const FIRST = 2;

/** How long a sender is watched, in milliseconds. */
export function watchedMs({ intervalMs }: Pick<CaseLimits, 'intervalMs'>): number {
  return INTERVALS * intervalMs;
}

/** What each datagram of a sender must be. */
export interface Expected {
  readonly text: string;
  readonly to: Destination;
}

/** Whether each datagram of eleven intervals has the payload, the destination, the source and the gap of the first ones. */
export async function everyDatagramFact(context: SenderContext, expected: Expected): Promise<string> {
  const { intervalMs } = context.limits;
  const { arrivals, strays, until } = await context.sendsFor(watchedMs(context.limits));
  const last = arrivals.at(-1);
  if (last === undefined) return inconclusive(silenceWords(context));
  if (strays === undefined)
    context.note(
      'what the sender sends to other addresses and ports cannot be seen: needs tcpdump and the right to capture',
    );
  return regularity(arrivals, {
    ...expected,
    intervalMs,
    strays: strays ?? [],
    silentMs: until.at - last.at,
    excusedMs: until.excusedMs,
    end: endWords(context, arrivals.length),
    mayLose: context.on.address.startsWith('127.') ? 0 : LOST,
  });
}

/** How a sender was watched. */
export interface Watch extends Expected {
  readonly intervalMs: number;
  /** Datagrams to other addresses and ports, one line each. */
  readonly strays: readonly string[];
  /** How long ago the last datagram came, in milliseconds. */
  readonly silentMs: number;
  /** All milliseconds so far for which the sender or the harness could not run. */
  readonly excusedMs: number;
  /** How it ended by itself, in words, where it was not to. */
  readonly end: string | undefined;
  /** Datagrams that the network may have lost. */
  readonly mayLose: number;
}

/** What is wrong with the datagrams of a sender: `asTheFirst`, or words for the first that differs. */
export function regularity(arrivals: readonly Arrival[], watch: Watch): string {
  const flaws = arrivals.map((one) => flawOf(one, watch));
  const atFirst = flaws.slice(0, FIRST).find((flaw) => flaw !== undefined);
  if (atFirst !== undefined) return inconclusive(`its first datagrams are not as they must be: ${atFirst}`);
  const at = flaws.findIndex((flaw) => flaw !== undefined);
  if (at !== -1) return `datagram ${at + 1}: ${flaws[at]}`;
  const sources = arrivals.map(({ source, port }) => `${source}:${port}`);
  const moved = sources.findIndex((source) => source !== sources[0]);
  if (moved !== -1) return `datagram ${moved + 1} from ${sources[moved]}, those before from ${sources[0]}`;
  const [stray] = watch.strays;
  if (stray !== undefined) return `a datagram elsewhere: ${stray}`;
  if (watch.end !== undefined) return watch.end;
  return gapFact(arrivals, watch);
}

function flawOf({ octets, to, address }: Arrival, expected: Expected): string | undefined {
  const text = Buffer.from(octets).toString('latin1');
  if (text !== expected.text) return `${count(octets.length, 'octet')}, ${quoted(text)}`;
  return to === expected.to ? undefined : `sent to ${address}`;
}

/** The time between two datagrams, and how much of that and of the gap before it does not count, in milliseconds. */
interface Gap {
  readonly ms: number;
  readonly excusedMs: number;
}

/** Whether all gaps are alike, whatever they are: how long they are, `interval` judges. */
function gapFact(arrivals: readonly Arrival[], { intervalMs, silentMs, excusedMs, mayLose }: Watch): string {
  const gaps = gapsOf(arrivals);
  const usual = gaps.map(({ ms }) => ms).toSorted((a, b) => a - b)[gaps.length >> 1] ?? intervalMs;
  const isOff = (ms: number): boolean => ms > Math.max(UNEVEN * intervalMs, LATE_MS);
  const uneven = gaps.filter(({ ms }) => isOff(Math.abs(ms - usual)));
  const isLost = uneven.length <= mayLose && uneven.every(({ ms }) => !isOff(Math.abs(ms - 2 * usual)));
  if (uneven.length > 0 && !isLost) {
    const isOurs = uneven.every((gap) => !isOff(Math.abs(gap.ms - usual) - gap.excusedMs));
    return isOurs ? tooBusy(heldUpIn(uneven)) : `gaps of ${gaps.map(({ ms }) => duration(ms)).join(', ')}`;
  }
  const silence = { ms: silentMs, excusedMs: excusedMs - (arrivals.at(-1)?.excusedMs ?? 0) };
  const mayBeSilent = usual * (1 + mayLose);
  if (arrivals.length >= FLOOD || !isOff(silence.ms - mayBeSilent)) return asTheFirst;
  if (!isOff(silence.ms - mayBeSilent - silence.excusedMs)) return tooBusy(silence.excusedMs);
  return `silent for ${duration(silentMs)} after ${count(arrivals.length, 'datagram')}`;
}

/** A datagram that was held up makes the gap before it longer, and the one after it shorter. */
function gapsOf(arrivals: readonly Arrival[]): readonly Gap[] {
  return arrivals.slice(1).map(({ at, excusedMs }, index) => {
    const [earlier, before] = [arrivals[index - 1], arrivals[index]];
    const from = earlier?.excusedMs ?? before?.excusedMs ?? excusedMs;
    return { ms: at - (before?.at ?? at), excusedMs: excusedMs - from };
  });
}

/** The longest time for which one of them was held up, in milliseconds. */
function heldUpIn(gaps: readonly Gap[]): number {
  return Math.max(...gaps.map(({ excusedMs }) => excusedMs));
}

/** How a sender came to its end before it was to. */
function endWords({ end, capabilities }: SenderContext, sent: number): string | undefined {
  const ended = end();
  if (ended === undefined || sent >= (capabilities.endsAfterMessages ?? Number.POSITIVE_INFINITY)) return undefined;
  const hint =
    capabilities.endsAfterMessages === undefined ? ' (capabilities.endsAfterMessages declares that it may)' : '';
  return `the sender ${endFact(ended)} (status ${ended.status}) after ${count(sent, 'datagram')}${hint}`;
}
