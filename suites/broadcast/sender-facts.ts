import { type SenderContext, silenceWords } from '../../harness/engine/datagrams/sender-context.ts';
import { heard, strayAddress } from '../../harness/engine/datagrams/sender-facts.ts';
import { inconclusive } from '../../harness/engine/finding.ts';

/** What `permissionFact` says of a sender whose broadcasts leave. */
export const leaves = 'a broadcast that left';

/** How programs in several languages say EACCES (POSIX 13, Winsock 10013). */
const refusal = /EACCES|permission denied|errno 13\b|10013/i;

/** Whether a broadcast leaves; the kernel refuses it to a socket without SO_BROADCAST. */
export async function permissionFact(context: SenderContext): Promise<string> {
  const arrivals = await context.sends(1);
  if (arrivals.some(({ to }) => to === 'broadcast')) return leaves;
  if (arrivals.length > 0) return inconclusive(`sent to ${strayAddress(arrivals)}, where no SO_BROADCAST is needed`);
  const words = silenceWords(context);
  const isRefused = refusal.test(context.printed());
  if (isRefused) return `${words}; the kernel refuses a broadcast without SO_BROADCAST`;
  if (context.end() !== undefined) return inconclusive(words);
  return `${words}; without SO_BROADCAST the kernel sends none`;
}

/** What `destinationFact` says of a sender that broadcasts. */
export const toAll = 'sent to a broadcast address of the subnet';

/** Whether the first two datagrams were sent to a broadcast address. */
export async function destinationFact(context: SenderContext): Promise<string> {
  const stray = strayAddress(await heard(context, 2));
  return stray === undefined ? toAll : `sent to ${stray}, a unicast address`;
}
