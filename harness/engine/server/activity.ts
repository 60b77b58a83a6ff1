import { applicableIf, conclusiveIf } from '../finding.ts';
import { QUIET_MS } from '../limits.ts';
import type { Peer } from '../tester/peer.ts';
import { goneAfter } from '../tester/steady.ts';
import { duration } from '../words.ts';
import type { CaseContext } from './context.ts';
import { declaredIdleMs } from './departures.ts';

/** The part of the idle time for which an active client is silent behind each part of what it says. */
const SILENCE = 1 / 4;

/** Parts of what it says: together they take longer than the idle time. */
export const ACTIVE_PARTS = 5;

/** What `activeFact` says of a server that goes by the time since it heard something. */
export const staysConnected = 'the client that goes on speaking still connected';

/** Says one part. */
export type Saying = (peer: Peer) => Promise<void>;

/** Makes what an active client says, with names and words of its own each time. */
export type MakeParts = () => readonly Saying[];

/** What is needed here. */
type Context = Pick<CaseContext<unknown>, 'connect' | 'limits' | 'ready'>;

/**
 * A client that is never silent for long, and speaks for longer than the idle time: whether the IUT ends it meanwhile. Inconclusive
 * where it does so before a silent client would be ended, or ends one that speaks without pauses, too.
 */
export async function activeFact(context: Context, makeParts: MakeParts): Promise<string> {
  const { connect, limits } = context;
  const idleMs = declaredIdleMs(limits);
  const isInTime = ACTIVE_PARTS * SILENCE * idleMs < limits.caseMs / 2;
  applicableIf(isInTime, `half of the limit of a case is no longer than limits.idleMs, ${duration(idleMs)}`);
  const peer = connect();
  await peer.opened();
  const early = 'the client is ended before half of the idle time is over: judged by other rows';
  const goneMs = await goneAfter(peer, { limitMs: idleMs, part: SILENCE, steps: makeParts(), early });
  if (goneMs === undefined) {
    await peer.endWriting();
    return staysConnected;
  }
  await staysWithoutPauses(context, makeParts());
  return `the client that goes on speaking ended within ${duration(goneMs)}`;
}

/** The same without pauses, each part read before the next is said. Concludes nothing where the IUT ends that client, too. */
async function staysWithoutPauses({ connect, limits, ready }: Context, parts: readonly Saying[]): Promise<void> {
  await ready();
  // All of them together take far less than the idle time.
  const lookMs = Math.min(QUIET_MS, declaredIdleMs(limits) / 20);
  const peer = connect();
  await peer.opened();
  for (const say of parts) {
    await say(peer);
    await peer.taken();
    const ended = (await peer.endsWithin(lookMs)) !== undefined;
    conclusiveIf(!ended, 'a client that makes no pauses is ended, too: judged by other rows');
  }
  await peer.endWriting();
}

/** Cuts messages into as many parts as an active client says, each of some octets. */
export function inParts(makeOctets: () => Uint8Array): MakeParts {
  return () => {
    const octets = makeOctets();
    const size = Math.ceil(octets.length / ACTIVE_PARTS);
    return Array.from({ length: ACTIVE_PARTS }, (_, index) => octets.subarray(index * size, (index + 1) * size)).map(
      (part) => (peer) => peer.send(part),
    );
  };
}
