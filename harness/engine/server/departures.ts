import { clock } from '../clock.ts';
import { applicableIf, conclusiveIf } from '../finding.ts';
import { QUIET_MS } from '../limits.ts';
import type { Peer } from '../tester/peer.ts';
import { duration } from '../words.ts';
import type { CaseContext } from './context.ts';

/** What a case of any suite needs here. */
type Context = Pick<CaseContext<unknown>, 'connect' | 'process' | 'limits' | 'note'>;

/** Where a client leaves: after so many octets of a message, in words. */
export interface Border {
  readonly octets: number;
  readonly where: string;
}

/** What `endsFact` says of a server that ends each connection whose client has ended its side. */
export const endsEach = 'every connection ended';

/** Clients that end their side at these borders of a message, one after the other: whether the IUT ends each connection within the close limit. */
export async function endsFact(
  { connect, limits }: Context,
  message: () => Uint8Array,
  borders: readonly Border[],
): Promise<string> {
  for (const { octets, where } of borders) {
    const peer = connect();
    await peer.send(message().subarray(0, octets));
    await peer.endWriting();
    if ((await peer.endsWithin(limits.closeMs)) === undefined)
      return `the connection still open ${duration(limits.closeMs)} after the FIN ${where}`;
    await peer.history();
  }
  return endsEach;
}

/** What `idleFact` says of a server that ends a silent client when it says it does. */
export const endedInTime = 'the silent client ended in time';

/** The time after which the server ends a silent client, in milliseconds. Not applicable where the profile declares none. */
export function declaredIdleMs({ idleMs }: Context['limits']): number {
  applicableIf(
    idleMs !== undefined,
    'the profile declares no time after which the server ends a silent client: limits.idleMs (--idle-timeout)',
  );
  return idleMs ?? 0;
}

/** A client that says nothing: whether the IUT ends it within its idle time (and the close limit), and not before half of it. */
export async function idleFact({ connect, limits }: Context): Promise<string> {
  const idleMs = declaredIdleMs(limits);
  const longestMs = idleMs + limits.closeMs;
  const peer = connect();
  await peer.opened();
  const took = await peer.endsWithin(longestMs);
  if (took === undefined) return `the silent client still connected after ${duration(longestMs)}`;
  return took < idleMs / 2 ? `the silent client ended after ${duration(took)}` : endedInTime;
}

/** A client that says part of a message, or nothing, and stays. */
export async function staysSilent({ connect }: Pick<Context, 'connect'>, part: Uint8Array): Promise<Peer> {
  const peer = connect();
  await peer.opened();
  if (part.length > 0) {
    await peer.send(part);
    await peer.taken();
  }
  return peer;
}

/** Such a client says the rest and leaves in good order: a server that does not stand departures within a message is for other rows. */
export async function leavesInOrder(peer: Peer, rest: Uint8Array, { closeMs }: Context['limits']): Promise<void> {
  await peer.send(rest);
  await peer.endWriting();
  await peer.endsWithin(closeMs);
}

/** Clients that stay at the same time: more than the workers of a small pool. */
const SILENT = 8;

/** Of a server that serves one client at a time: it has no pool, and ends the second as it has ended the first. */
const SILENT_OF_ONE = 2;

/** How many clients stay at the same time, and why not more of them. */
export function silentClients({ capabilities, limits }: Pick<CaseContext<unknown>, 'capabilities' | 'limits'>): {
  readonly count: number;
  readonly why?: string;
} {
  const { idleMs = 0, caseMs } = limits;
  const meant = capabilities.concurrentClients === false ? SILENT_OF_ONE : SILENT;
  // One that serves one client at a time needs the idle time for each of them.
  const count = Math.max(1, Math.min(meant, Math.floor(caseMs / 2 / Math.max(1, idleMs))));
  if (count < meant) return { count, why: 'more cannot be ended within half of the limit of a case' };
  return meant < SILENT ? { count, why: 'one that serves one client at a time has no pool to be filled' } : { count };
}

/**
 * Has clients connect that say nothing and stay: another is to be served within the recovery time, or, where the IUT ends idle
 * ones, once it has ended as many as there are. Then they leave.
 */
export async function besideSilentClients(
  context: Pick<CaseContext<unknown>, 'capabilities' | 'connect' | 'limits' | 'nextClient' | 'note'>,
): Promise<void> {
  const { connect, limits, nextClient, note } = context;
  const { idleMs = 0, recoveryMs } = limits;
  const { count, why } = silentClients(context);
  if (why !== undefined) note(`${count} of ${SILENT} clients: ${why}`);
  const peers = Array.from({ length: count }, () => connect());
  // Whom a short queue has no room for waits outside, and is no finding of this case.
  const opened = await openedSoon(peers);

  await nextClient(Math.max(recoveryMs, count * idleMs));

  await Promise.all(opened.map((peer) => leavesInOrder(peer, new Uint8Array(), limits)));
  for (const peer of peers) peer.dispose();
}

/** Those whose connections are established within a quiet while. */
export async function openedSoon(peers: readonly Peer[]): Promise<readonly Peer[]> {
  const opening = peers.map((peer) =>
    clock.within(
      QUIET_MS,
      peer.opened().then(
        () => peer,
        () => undefined,
      ),
    ),
  );
  return (await Promise.all(opening)).flatMap((peer) => peer ?? []);
}

/** How long a client may wait beside another that says nothing, in milliseconds: once that is ended it would be served anyway. */
export function meanwhile({ recoveryMs, idleMs }: Context['limits']): number {
  return idleMs === undefined ? recoveryMs : Math.min(recoveryMs, Math.ceil(idleMs / 2));
}

/** Turns of the event loop in which a FIN leaves that was asked for: one to end the stream, one to shut the socket down, and one more. */
const FIN_TURNS = 3;

/** The first client sends all of this and ends its side before a launched IUT, which is held meanwhile, reads the first of it. */
export async function goneBeforeRead(
  { peer, process }: Pick<CaseContext<unknown>, 'peer' | 'process'>,
  octets: Uint8Array,
): Promise<void> {
  const says = async (): Promise<void> => {
    await peer.send(octets);
    await peer.endWriting();
  };
  let saying = Promise.resolve();
  await process.whileHeld(async () => {
    saying = says();
    // What does not fit into the buffers of both sides waits for the IUT.
    await clock.within(QUIET_MS, saying);
    // The FIN leaves when the event loop comes to it.
    await clock.turns(FIN_TURNS);
  });
  await saying;
}

/** Clients that wait in the queue of a server and reset their connections there. */
const QUEUED = 20;

/** Has clients connect and reset while a launched IUT is held: it finds them in its queue. Of another some are accepted by then. */
export async function resetInQueue({ connect, process, note }: Context): Promise<void> {
  const reset = await process.whileHeld(async () => {
    const peers = Array.from({ length: QUEUED }, () => connect({ paused: true }));
    const queued = await openedSoon(peers);
    await Promise.all(queued.map((peer) => peer.reset()));
    for (const peer of peers) peer.dispose();
    return queued.length;
  });
  conclusiveIf(reset > 0, 'no client came into the queue');
  note(`${reset} of ${QUEUED} clients came into the queue`);
}
