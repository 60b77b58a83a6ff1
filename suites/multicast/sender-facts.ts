import { type SenderContext, silenceWords } from '../../harness/engine/datagrams/sender-context.ts';
import { heard, strayAddress } from '../../harness/engine/datagrams/sender-facts.ts';
import { awaitFrames, inconclusive } from '../../harness/engine/finding.ts';

/** What `reachFact` says of a sender whose datagrams go where they are to go. */
export const toTheGroup = 'sent to the group';

/** Whether the first two datagrams were sent to the group. */
export async function reachFact(context: SenderContext): Promise<string> {
  const arrivals = await context.sends(2);
  const stray = strayAddress(arrivals);
  if (stray !== undefined) return `sent to ${stray}, a unicast address`;
  if (arrivals.length > 0) return toTheGroup;
  return context.end() === undefined ? silenceWords(context) : inconclusive(silenceWords(context));
}

/** What `unheardFact` says of a sender that goes on by itself. */
export const stillSending = 'still sending';

/** Intervals during which nobody listens. */
const UNHEARD_INTERVALS = 2;

/** Whether datagrams come when nobody has listened before; a sender that is not heard by a listener either is not judged here. */
export async function unheardFact(context: SenderContext): Promise<string> {
  const arrivals = await context.sendsUnheard(UNHEARD_INTERVALS * context.limits.intervalMs, 1);
  if (arrivals.length > 0) return stillSending;
  const ended = context.end();
  const words = ended === undefined ? 'silent' : `ended with status ${ended.status ?? ended.signal}`;
  await heard(context, 1);
  return `${words} after ${UNHEARD_INTERVALS} intervals without a listener`;
}

/** Has the sender send; the time to live is in the IP header, which frames alone show. */
export async function ttlFact(context: SenderContext): Promise<string> {
  const { destination: group, port, capabilities } = context;
  await heard(context, 1);
  const expected = `a time to live of ${capabilities.ttl ?? 1}`;
  return awaitFrames({ kind: 'ttl', group, port }, expected, 'the time to live cannot be seen: needs --capture');
}
