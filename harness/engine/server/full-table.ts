import { clock } from '../clock.ts';
import { conclusiveIf, unmeasured } from '../finding.ts';
import { QUIET_MS } from '../limits.ts';
import { processorUnseen, rests, secondOf } from '../processor.ts';
import type { CaseContext } from './context.ts';

/** Room for open descriptors: enough for the runtimes of today, which need up to some thirty for themselves, and soon filled. */
const DESCRIPTORS = 64;

/** Clients that come and stay: more than there is room for. */
const CLIENTS = 80;

/** Seconds that are looked at until one is found in which it rests. */
const LOOKS = 6;

/** What a case of any suite needs here. */
type Context = Pick<CaseContext<unknown>, 'connect' | 'process' | 'limits' | 'note'>;

/**
 * Launches the IUT with room for 64 descriptors, has 80 clients come and stay, and looks for a second in which it rests.
 * Then they leave, all at once. Whether the next is served is asked by the row.
 */
export async function fullTableFact({ connect, process, limits, note }: Context): Promise<string> {
  conclusiveIf(process.hasOwnPort(), 'it cannot be launched with room for few descriptors: needs --exec');
  conclusiveIf(process.use() !== undefined, processorUnseen);
  conclusiveIf(!process.servesOne(), 'a launch serves one client: its table of descriptors is never full');
  await process.withDescriptors(DESCRIPTORS);
  const began = clock.realNow();
  const peers = Array.from({ length: CLIENTS }, () => connect({ paused: true }));
  // Who finds no place in the queue of the server is called off: it would come while others are looked at.
  const opening = peers.map((peer) =>
    clock.within(
      QUIET_MS,
      peer.opened().then(
        () => peer,
        () => undefined,
      ),
    ),
  );
  const came = (await Promise.all(opening)).flatMap((peer) => peer ?? []);
  for (const peer of peers) if (!came.includes(peer)) peer.dispose();
  const { idleMs = Number.POSITIVE_INFINITY } = limits;
  const isTimeLeft = (): boolean => clock.realNow() - began < idleMs;
  let second = await secondOf(process.use);
  // One that answers its clients by itself has work at first; one that spins never rests.
  for (let look = 1; look < LOOKS && !second.rests && isTimeLeft(); look += 1) second = await secondOf(process.use);
  note(
    `${came.length} of ${CLIENTS} clients came, ${process.use()?.descriptors ?? 0} of ${DESCRIPTORS} descriptors open: ${second.words}`,
  );
  if (second.rests && !isTimeLeft())
    return unmeasured('this machine was too busy: the server had ended the clients for their silence by then');
  await Promise.all(came.map((peer) => peer.leave()));
  return second.rests
    ? rests
    : `${second.words} beside ${came.length} clients, with room for ${DESCRIPTORS} descriptors`;
}
