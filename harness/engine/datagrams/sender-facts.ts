import { monitorEventLoopDelay } from 'node:perf_hooks';
import { inconclusive, unmeasured } from '../finding.ts';
import { duration, quoted } from '../words.ts';
import type { Arrival } from './datagram-sink.ts';
import { type SenderContext, silenceWords } from './sender-context.ts';

/** Five datagrams have four gaps; their mean may be a tenth off (suites/README.md, "Decisions about multicast"). */
const MEASURED = 5;
const TOLERANCE = 0.1;

/** Fewer have come of a sender that is far too slow: two gaps tell, where each of them is too long. */
const FEWEST_OF_SLOW = 3;

/** What `payloadFact` says of a sender that sends the text and nothing else. */
export const exactPayload = 'the text in a datagram of its own, and nothing else';

/** Whether the first two datagrams hold exactly the text. */
export async function payloadFact(context: SenderContext, text: string): Promise<string> {
  const arrivals = await heard(context, 2);
  const wrong = arrivals.find(({ octets }) => Buffer.from(octets).toString('latin1') !== text);
  if (wrong === undefined) return exactPayload;
  return `${wrong.octets.length} octets: ${quoted(Buffer.from(wrong.octets).toString('latin1'))}`;
}

/** Whether datagrams follow each other at the declared interval: `every N ms`, or the mean gap that was measured. */
export function intervalFact(context: SenderContext): Promise<string> {
  return measuredPace(context, heard(context, MEASURED));
}

/** The same of a sender whose datagrams are answered, which it did not ask for. */
export async function answeredFact(context: SenderContext): Promise<string> {
  return measuredPace(context, mustHear(context, context.sendsAnswered(MEASURED)));
}

async function measuredPace(context: SenderContext, hearing: Promise<readonly Arrival[]>): Promise<string> {
  const delay = monitorEventLoopDelay();
  delay.enable();
  const arrivals = await hearing.finally(() => delay.disable());
  return paceOf(
    arrivals.map(({ at }) => at),
    context.limits.intervalMs,
    delay.max / 1e6,
  );
}

/**
 * The pace of datagrams that were seen at these times (ms). One is seen when the harness has its turn: where that was
 * held up for long enough to spoil the mean by itself, a pace that is off concludes nothing.
 */
export function paceOf(times: readonly number[], intervalMs: number, heldUpMs: number): string {
  const [first, last] = [times[0], times.at(-1)];
  const isEnough = times.length >= MEASURED || (times.length >= FEWEST_OF_SLOW && isEachTooLong(times, intervalMs));
  if (!isEnough || first === undefined || last === undefined)
    return inconclusive(`only ${times.length} of ${MEASURED} datagrams arrived, too few to measure`);
  const gaps = times.length - 1;
  const mean = (last - first) / gaps;
  const off = Math.abs(mean - intervalMs);
  if (off <= TOLERANCE * intervalMs) return every(intervalMs);
  if (off - heldUpMs / gaps <= TOLERANCE * intervalMs)
    return unmeasured(`the harness was held up for ${duration(heldUpMs)}: this machine is too busy to measure`);
  return every(mean);
}

function isEachTooLong(times: readonly number[], intervalMs: number): boolean {
  return times.slice(1).every((at, index) => at - (times[index] ?? at) > (1 + TOLERANCE) * intervalMs);
}

/** What `intervalFact` says of a sender that keeps its interval. */
export function onTime({ limits }: SenderContext): string {
  return every(limits.intervalMs);
}

function every(ms: number): string {
  return `every ${Math.round(ms)} ms`;
}

/** The first datagrams of a sender, wherever they were sent to; without any there is nothing to judge. */
export function heard(context: SenderContext, count: number): Promise<readonly Arrival[]> {
  return mustHear(context, context.sends(count));
}

async function mustHear(context: SenderContext, sends: Promise<readonly Arrival[]>): Promise<readonly Arrival[]> {
  const arrivals = await sends;
  return arrivals.length > 0 ? arrivals : inconclusive(silenceWords(context));
}

/** The first unicast address that a datagram was sent to. */
export function strayAddress(arrivals: readonly Arrival[]): string | undefined {
  return arrivals.find(({ to }) => to === 'unicast')?.address;
}
