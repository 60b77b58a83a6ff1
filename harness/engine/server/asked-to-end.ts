import { clock } from '../clock.ts';
import { conclusiveIf } from '../finding.ts';
import type { Peer } from '../tester/peer.ts';
import { duration } from '../words.ts';
import type { CaseContext } from './context.ts';

/** What `askedToEndFact` says of a server that ends as it is asked to. */
export const endsAsAsked = 'it ended in time, and listened no longer than its client was served';

/** What a case of any suite needs here. */
type Context = Pick<CaseContext<unknown>, 'peer' | 'process' | 'hasEnded' | 'limits' | 'note' | 'relaunch'>;

/**
 * Asks a launched IUT to end (SIGTERM) while a client is connected: whether it ends within the close limit, and does not listen
 * on when it has let that client go. `begin` brings the client as far as a connection that the IUT has accepted and read.
 */
export async function askedToEndFact(context: Context, begin: (peer: Peer) => Promise<void>): Promise<string> {
  const { peer, process, hasEnded, limits, note, relaunch } = context;
  conclusiveIf(process.hasOwnPort(), 'it cannot be asked to end: needs --exec');
  conclusiveIf(!process.servesOne(), 'it ends, or is of no more use, after its client anyway');
  await begin(peer);
  await peer.taken();
  if (process.use() === undefined) note('whether it listens to its end could not be seen: that needs Linux');
  // A server that has let its client go before tells nothing by that.
  const staysWithIt = !peer.isOver();
  process.askToEnd();
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
  return fact === '' ? `still running ${duration(limits.closeMs)} after SIGTERM` : fact;
}
