import type { Arrival } from './datagram-sink.ts';
import { inconclusive } from './finding.ts';
import { type SenderContext, silenceWords } from './sender-context.ts';
import { quoted } from './words.ts';

/** Five datagrams have four gaps; their mean may be a tenth off (SPEC 3.8). */
const MEASURED = 5;
const TOLERANCE = 0.1;

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
export async function intervalFact(context: SenderContext): Promise<string> {
  const arrivals = await heard(context, MEASURED);
  const [first, last] = [arrivals[0], arrivals.at(-1)];
  if (arrivals.length < MEASURED || first === undefined || last === undefined)
    return inconclusive(`only ${arrivals.length} of ${MEASURED} datagrams arrived, too few to measure`);
  const mean = (last.at - first.at) / (MEASURED - 1);
  const { intervalMs } = context.limits;
  return Math.abs(mean - intervalMs) <= TOLERANCE * intervalMs ? onTime(context) : `every ${Math.round(mean)} ms`;
}

/** What `intervalFact` says of a sender that keeps its interval. */
export function onTime({ limits }: SenderContext): string {
  return `every ${limits.intervalMs} ms`;
}

/** The first datagrams of a sender, wherever they were sent to; without any there is nothing to judge. */
export async function heard(context: SenderContext, count: number): Promise<readonly Arrival[]> {
  const arrivals = await context.sends(count);
  return arrivals.length > 0 ? arrivals : inconclusive(silenceWords(context));
}

/** The first unicast address that a datagram was sent to. */
export function strayAddress(arrivals: readonly Arrival[]): string | undefined {
  return arrivals.find(({ to }) => to === 'unicast')?.address;
}
