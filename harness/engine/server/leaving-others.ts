import { QUIET_MS } from '../limits.ts';
import type { Peer } from '../tester/peer.ts';
import type { CaseContext } from './context.ts';
import { openedSoon } from './departures.ts';

/** Clients that are within a message at the same time: the first and one in the middle leave, and three stay. */
const CLIENTS = 5;

/** A message, and how much of it is said while all are there. */
export interface Cut {
  readonly octets: Uint8Array;
  readonly cut: number;
}

/** A message that a client is within. */
interface Within<Message> {
  readonly message: Message;
  readonly peer: Peer;
}

/**
 * Five clients are each within a message when two of them leave, with whole messages. Then another comes, and the others end
 * theirs: resolves to the messages of all. What a server keeps of its clients by their places in a list moves when one leaves.
 * Whom a short queue has no room for, or a server turns away, is left out.
 */
export async function asOthersLeave<Message extends Cut>(
  { connect, limits, note }: Pick<CaseContext<unknown>, 'connect' | 'limits' | 'note'>,
  message: () => Message,
): Promise<readonly Message[]> {
  const begins = async (one: Within<Message>): Promise<void> => {
    await one.peer.send(one.message.octets.subarray(0, one.message.cut));
    await one.peer.taken();
  };
  const peers = Array.from({ length: CLIENTS }, () => connect());
  const opened = await openedSoon(peers);
  for (const peer of peers) if (!opened.includes(peer)) peer.dispose();
  const all = opened.map((peer) => ({ message: message(), peer }));
  for (const one of all) await begins(one);
  const within = all.filter(({ peer }) => !peer.isOver());
  if (within.length < CLIENTS) note(`${within.length} of ${CLIENTS} clients: no more were let in`);

  const isLeaving = (index: number): boolean => index === 0 || index === CLIENTS >> 1;
  const leaving = within.filter((_, index) => isLeaving(index));
  for (const [index, one] of leaving.entries()) {
    await ends(one);
    // One that serves its clients one by one is not there yet.
    await one.peer.endsWithin(index === 0 ? limits.closeMs : QUIET_MS);
  }
  const newcomer = { message: message(), peer: connect() };
  await begins(newcomer);
  for (const one of [...within.filter((_, index) => !isLeaving(index)), newcomer]) await ends(one);
  return [...within, newcomer].map((one) => one.message);
}

async function ends({ message, peer }: Within<Cut>): Promise<void> {
  await peer.send(message.octets.subarray(message.cut));
  await peer.endWriting();
}
