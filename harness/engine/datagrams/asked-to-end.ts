import { conclusiveIf } from '../finding.ts';
import { endedByItself, endFactAfter, signalledFact } from '../server/asked-to-end.ts';
import { stillServes } from '../server/next-client.ts';
import type { EndingSignal } from '../server/process-access.ts';
import type { ReceiverContext } from './receiver-facts.ts';
import type { SenderContext } from './sender-context.ts';
import { heard } from './sender-facts.ts';

/** Sends a signal to a launched receiver that has shown a datagram, where it goes on then: whether it ends within the close limit. */
export async function receiverEndsFact(context: ReceiverContext, by: EndingSignal): Promise<string> {
  if (context.capabilities.endsAfterMessages === undefined) await stillServes(context);
  return signalledFact(context, by);
}

/** Sends a signal to a launched sender once a datagram of it has come: whether it ends within the close limit. */
export async function senderEndsFact(context: SenderContext, by: EndingSignal): Promise<string> {
  const { limits, signal, end } = context;
  await heard(context, 1);
  conclusiveIf(end() === undefined, endedByItself);
  await signal(by);
  return endFactAfter(by, () => end() !== undefined, limits);
}
