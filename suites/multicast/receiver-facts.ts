import { clock } from '../../harness/engine/clock.ts';
import {
  atMost,
  awaitJoin,
  boundElsewhere,
  type Delivery,
  delivered,
  deliveredFact,
  endedWords,
  type ReceiverContext,
  ROUNDS,
  receiverClient,
  textFor,
  textsFor,
} from '../../harness/engine/datagrams/receiver-facts.ts';
import { awaitFrames, Inconclusive, inconclusive } from '../../harness/engine/finding.ts';
import { JOIN_REPORT_MS } from '../../harness/engine/limits.ts';
import { unprinted } from '../../harness/engine/output/showing.ts';
import { shown, shownFact } from '../../harness/engine/output/shown.ts';
import { duration } from '../../harness/engine/words.ts';
import { freshGroup } from '../../harness/targets/datagram-places.ts';

/** Why nobody can tell of which groups the receiver is a member. */
async function unseenMembership(context: ReceiverContext): Promise<string> {
  const why = context.hasEnded()
    ? (await endedWords(context)).replace(/^; /, '')
    : 'needs --exec on Linux (the kernel tells), or a capture of IGMP (--capture)';
  return `who is a member of the group cannot be seen: ${why}`;
}

/** What `receptionFact` says of a receiver that shows what it is sent because it has joined. */
export const receives = 'each datagram shown, after a join';

/** The well-behaved sender: one datagram to the group, which must be shown. */
export function plainSender(context: ReceiverContext): Promise<string> {
  return receiverClient(context, context.datagrams.group);
}

/** Three datagrams, each shown; where memberships can be seen, because the receiver itself has joined. */
export async function receptionFact(context: ReceiverContext): Promise<string> {
  const { datagrams } = context;
  await awaitJoin(context);
  const joined = await datagrams.joinedOn();
  const count = atMost(context, 3);
  const texts = () => textsFor(context, count);
  const fact = await deliveredFact(context, { destination: datagrams.group, texts });
  if (fact !== delivered) {
    const cause = await causeOf(context);
    if (cause === '') unlessLate(context);
    return `${fact}${cause}`;
  }
  if (joined?.length === 0)
    return `shown without a join of its own: another socket of this host has joined ${datagrams.group}`;
  return receives;
}

/** Ends the case of a member that lives and prints nothing at all, where that may be in a buffer still. */
function unlessLate(context: ReceiverContext): void {
  if (context.observed && !context.hasEnded() && context.printed().trim() === '') unprinted(context);
}

/** What keeps datagrams from a receiver, where the kernel tells. */
async function causeOf(context: ReceiverContext): Promise<string> {
  const { datagrams } = context;
  const bound = boundElsewhere(context, datagrams.group);
  if (bound !== undefined) return `; it is bound to ${bound}, and such a socket is given no multicast on Linux`;
  const joined = context.hasEnded() ? undefined : await datagrams.joinedOn();
  return joined?.length === 0 ? `; it is not a member of ${datagrams.group}` : '';
}

/**
 * The interfaces on which the receiver is a member, as it should be by now: none where it never joins, undefined where
 * that cannot be seen. One that has left after the datagrams of an earlier case is started again.
 */
async function membership(context: ReceiverContext): Promise<readonly string[] | undefined> {
  await awaitJoin(context);
  const joined = await context.datagrams.joinedOn();
  if (joined?.length !== 0) return joined;
  await context.relaunch();
  await awaitJoin(context);
  return context.datagrams.joinedOn();
}

/** Waits for a member; that a receiver is none, `receives-after-join` finds, and no other row. */
export async function awaitMember(context: ReceiverContext): Promise<void> {
  if ((await membership(context))?.length === 0)
    inconclusive(`the receiver is not a member of ${context.datagrams.group}`);
}

/** Whether datagrams to the group are shown by a receiver that was a member; one that leaves meanwhile is not judged here. */
export function memberFact(context: ReceiverContext, delivery: Omit<Delivery, 'destination'>): Promise<string> {
  return whileMember(context, (destination) => deliveredFact(context, { ...delivery, destination }));
}

/** What is found of datagrams to the group while the receiver is a member. */
export async function whileMember(context: ReceiverContext, find: (group: string) => Promise<string>): Promise<string> {
  const { datagrams } = context;
  const fact = await find(datagrams.group);
  if (fact === delivered || context.hasEnded() || (await datagrams.joinedOn())?.length !== 0) return fact;
  return inconclusive(`the receiver has left ${datagrams.group} before it was asked to: ${fact}`);
}

/** Whether a datagram to another group that this host has joined stays away, while one to the receiver's own is shown. */
export async function otherGroupFact(context: ReceiverContext): Promise<string> {
  const { datagrams } = context;
  if (!datagrams.isLocal)
    return inconclusive('another socket of the host must join a group: needs an IUT on this machine');
  await awaitMember(context);
  const other = freshGroup();
  await datagrams.joinBeside(other);
  const [stray, own] = [textFor(context), textFor(context)];
  await (await datagrams.source()).send(other, datagrams.port, Buffer.from(stray));
  const fact = await deliveredFact(context, { destination: datagrams.group, texts: () => [own] });
  if (fact !== delivered) return inconclusive(`the datagram to its own group was not shown: ${fact}`);
  return context.printed().includes(stray) ? `a datagram to ${other} shown, which it has not joined` : strayIgnored;
}

export const strayIgnored = 'only what was sent to its own group';

/** What `joinedFact` says of a receiver that has joined where it was told to. */
export function memberOn({ datagrams }: ReceiverContext): string {
  return `a member on ${datagrams.on.name}`;
}

/** On which interfaces the receiver is a member of its group. */
export async function joinedFact(context: ReceiverContext): Promise<string> {
  const joined = (await membership(context)) ?? (await unseenJoin(context));
  return joined.length === 0 ? 'a member on no interface' : `a member on ${joined.join(', ')}`;
}

/** Where the membership cannot be seen, frames may show that it joins. */
async function unseenJoin(context: ReceiverContext): Promise<never> {
  const unseen = await unseenMembership(context);
  await clock.pause(JOIN_REPORT_MS);
  return awaitFrames({ kind: 'join', group: context.datagrams.group }, memberOn(context), unseen);
}

/** What `leaveFact` says of a receiver that is no member any more. */
export const left = 'no member any more';

/** Whether the receiver is no member any more after its declared number of datagrams, or once it was asked to end. */
export async function leaveFact(context: ReceiverContext): Promise<string> {
  const { datagrams, capabilities, limits } = context;
  const before = (await membership(context)) ?? (await unseenLeave(context));
  if (before.length === 0) return inconclusive('the receiver has not joined the group: there is nothing to leave');
  const count = capabilities.endsAfterMessages;
  if (count === undefined) datagrams.interrupt();
  else await deliveredFact(context, { destination: datagrams.group, texts: () => textsOf(context, count) });
  const members = await clock.lookUntil(
    limits.closeMs,
    async () => (await datagrams.joinedOn()) ?? [],
    (found) => found.length === 0,
  );
  if (members.length === 0) return left;
  const since = count === undefined ? 'SIGINT' : `its ${count} datagrams`;
  return `still a member on ${members.join(', ')} ${duration(limits.closeMs)} after ${since}`;
}

/** Where the membership cannot be seen, the receiver is asked to end all the same: frames may show that it leaves. */
async function unseenLeave(context: ReceiverContext): Promise<never> {
  const { datagrams, limits } = context;
  const unseen = await unseenMembership(context);
  if (!datagrams.isLocal || context.hasEnded()) return inconclusive(unseen);
  const since = Date.now();
  datagrams.interrupt();
  await datagrams.endedWithin(limits.closeMs);
  return awaitFrames({ kind: 'leave', group: datagrams.group, since }, left, unseen);
}

function textsOf(context: ReceiverContext, count: number): readonly string[] {
  return Array.from({ length: count }, () => textFor(context));
}

/** Whether a receiver that has left joins and receives again. */
export async function rejoinFact(context: ReceiverContext): Promise<string> {
  const { datagrams, limits } = context;
  datagrams.interrupt();
  await datagrams.endedWithin(limits.closeMs);
  try {
    await context.relaunch();
  } catch (error) {
    if (error instanceof Inconclusive) return `not started again: ${error.message}`;
    throw error;
  }
  await awaitJoin(context);
  return deliveredFact(context, { destination: context.datagrams.group, texts: () => [textFor(context)] });
}

/** Whether a datagram is shown by both of two receivers on one port. */
export async function sharedFact(context: ReceiverContext): Promise<string> {
  const { datagrams, show, limits } = context;
  await awaitMember(context);
  const second = await datagrams.beside();
  await clock.lookUntil(limits.settleMs, datagrams.joinedOn, () => false);
  let fact = '';
  for (let round = 1; round <= ROUNDS && fact !== shown; round += 1) {
    const text = textFor(context);
    const own = await memberFact(context, { texts: () => [text] });
    if (own !== delivered) return `the first receiver: ${own}`;
    const look = async (): Promise<string> => shownFact(second.text(), [text], show);
    fact = await clock.lookUntil(limits.replyMs, look, (found) => found === shown);
  }
  return fact === shown ? delivered : `the second receiver: ${fact}`;
}
