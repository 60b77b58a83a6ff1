import { clock } from '../clock.ts';
import { conclusiveIf } from '../finding.ts';
import type { CaseLimits } from '../limits.ts';
import type { Peer } from '../tester/peer.ts';
import { duration } from '../words.ts';
import type { CaseContext } from './context.ts';
import { stillServes } from './next-client.ts';
import type { EndingSignal } from './process-access.ts';

/** What `askedToEndFact` says of a server that ends as it is asked to. */
export const endsAsAsked = 'it ended in time, and listened no longer than its client was served';

const unasked = 'it cannot be asked to end: needs --exec';
const endsAnyway = 'it ends, or is of no more use, after its client anyway';

/** What a case of any suite needs here. */
type Context = Pick<CaseContext<unknown>, 'peer' | 'process' | 'hasEnded' | 'limits' | 'note' | 'relaunch'>;

/**
 * Asks a launched IUT to end (SIGTERM) while a client is connected: whether it ends within the close limit, and does not listen
 * on when it has let that client go. `begin` brings the client as far as a connection that the IUT has accepted and read.
 */
export async function askedToEndFact(context: Context, begin: (peer: Peer) => Promise<void>): Promise<string> {
  const { peer, process, hasEnded, limits, note, relaunch } = context;
  conclusiveIf(process.hasOwnPort(), unasked);
  conclusiveIf(!process.servesOne(), endsAnyway);
  await begin(peer);
  await peer.taken();
  if (process.use() === undefined) note('whether it listens to its end could not be seen: that needs Linux');
  // A server that has let its client go before tells nothing by that.
  const staysWithIt = !peer.isOver();
  await process.askToEnd('SIGTERM');
  const look = async (): Promise<string> => {
    if (hasEnded()) return endsAsAsked;
    if (!staysWithIt || !peer.isOver() || process.use() === undefined) return '';
    // The sockets of a process that ends are closed one after another.
    await clock.rest(limits.settleMs);
    const isListening = process.use() !== undefined && !hasEnded() && (await process.hasPort());
    return isListening && process.use() !== undefined ? 'it still listened when it had let its client go' : '';
  };
  const fact = await clock.lookUntil(limits.closeMs, look, (said) => said !== '');
  await relaunch();
  return fact === '' ? stillRunning(limits.closeMs, 'SIGTERM') : fact;
}

/** What is said of a program that ends as it is asked to, where no client is connected. */
export const endsSoon = 'it ended in time';

/** Asks a launched IUT to end as Ctrl-C does (SIGINT) that has served a client and has none: whether it ends within the close limit. */
export async function interruptedFact(
  context: Pick<CaseContext<unknown>, 'process' | 'hasEnded' | 'limits' | 'relaunch' | 'nextClient'>,
): Promise<string> {
  const { process, nextClient } = context;
  conclusiveIf(process.hasOwnPort(), unasked);
  conclusiveIf(!process.servesOne(), endsAnyway);
  await stillServes({ nextClient, hasEnded: context.hasEnded });
  return signalledFact(context, 'SIGINT');
}

/** Sends a signal to a launched IUT: whether it ends within the close limit. */
export async function signalledFact(
  { process, hasEnded, limits, relaunch }: Pick<CaseContext<unknown>, 'process' | 'hasEnded' | 'limits' | 'relaunch'>,
  by: EndingSignal,
): Promise<string> {
  conclusiveIf(process.isLaunched(), unasked);
  conclusiveIf(!hasEnded(), endedByItself);
  await process.askToEnd(by);
  const fact = await endFactAfter(by, hasEnded, limits);
  await relaunch();
  return fact;
}

/** Why nothing is concluded of a program that was gone before it was asked to end. */
export const endedByItself = 'it had ended by itself before it was asked to';

/** Whether a program ends within the close limit after a signal. */
export async function endFactAfter(
  by: EndingSignal,
  hasEnded: () => boolean,
  { closeMs }: Pick<CaseLimits, 'closeMs'>,
): Promise<string> {
  const ended = await clock.lookUntil(closeMs, async () => hasEnded(), Boolean);
  return ended ? endsSoon : stillRunning(closeMs, by);
}

function stillRunning(ms: number, by: EndingSignal): string {
  return `still running ${duration(ms)} after ${by}`;
}
