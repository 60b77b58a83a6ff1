import { clock } from '../clock.ts';
import { applicableIf, conclusiveIf } from '../finding.ts';
import { QUIET_MS } from '../limits.ts';
import type { Peer } from '../tester/peer.ts';
import { duration } from '../words.ts';
import type { CaseContext } from './context.ts';
import { undeclaredIdle } from './departures.ts';

/** Parts of what an active client says: each is followed by a pause of a quarter of the idle time, all together take longer than that. */
export const ACTIVE_PARTS = 5;

/** What `activeFact` says of a server that goes by the time since it heard something. */
export const staysConnected = 'the client that goes on speaking still connected';

/** Says one part. */
export type Saying = (peer: Peer) => Promise<void>;

/** Makes what an active client says, with names and words of its own each time. */
export type MakeParts = () => readonly Saying[];

/**
 * A client that is never silent for long, and speaks for longer than the idle time: whether the IUT ends it meanwhile. Inconclusive
 * where it does so before a silent client would be ended, or ends one that speaks without pauses, too.
 */
export async function activeFact(
  context: Pick<CaseContext<unknown>, 'connect' | 'limits' | 'ready'>,
  makeParts: MakeParts,
): Promise<string> {
  const { connect, limits } = context;
  const parts = makeParts();
  const { idleMs, caseMs } = limits;
  applicableIf(idleMs !== undefined, undeclaredIdle);
  const pauseMs = (idleMs ?? 0) / 4;
  const isInTime = parts.length * pauseMs < caseMs / 2;
  applicableIf(isInTime, `half of the limit of a case is no longer than limits.idleMs, ${duration(idleMs ?? 0)}`);
  const peer = connect();
  await peer.opened();
  const began = clock.realNow();
  for (const say of parts) {
    await say(peer);
    await clock.silence(pauseMs);
    if (!hasEnded(peer)) continue;
    const tookMs = clock.realNow() - began;
    conclusiveIf(tookMs >= 2.5 * pauseMs, `the client was ended after ${duration(tookMs)}: judged by other rows`);
    await staysWithoutPauses(context, makeParts());
    return `the client that goes on speaking ended within ${duration(tookMs)}`;
  }
  await peer.endWriting();
  return staysConnected;
}

/** The same without pauses, each part read before the next is said. Concludes nothing where the IUT ends that client, too. */
async function staysWithoutPauses(
  { connect, limits, ready }: Pick<CaseContext<unknown>, 'connect' | 'limits' | 'ready'>,
  parts: readonly Saying[],
): Promise<void> {
  await ready();
  // All of them together take far less than the idle time.
  const lookMs = Math.min(QUIET_MS, (limits.idleMs ?? 0) / 20);
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

function hasEnded(peer: Peer): boolean {
  return peer.soFar().some((event) => event === 'end' || event === 'reset' || event === 'close');
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
