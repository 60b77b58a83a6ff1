import { awaitFrames, inconclusive } from '../../harness/engine/finding.ts';
import {
  atMost,
  awaitJoin,
  deliveredFact,
  type ReceiverContext,
  ROUNDS,
  textFor,
} from '../../harness/engine/receiving.ts';
import { shown, shownFact } from '../../harness/engine/shown.ts';
import { lookUntil } from '../../harness/engine/waits.ts';
import { duration } from '../../harness/engine/words.ts';
import { freshGroup } from '../../harness/targets/datagram-places.ts';

const unseenMembership =
  'who is a member of the group cannot be seen: needs --exec on Linux (the kernel tells), or a capture of IGMP (--capture)';

/** What `receptionFact` says of a receiver that shows what it is sent because it has joined. */
export const receives = 'each datagram shown with its source, after a join';

/** Three datagrams, each shown with its source; where memberships can be seen, because the receiver itself has joined. */
export async function receptionFact(context: ReceiverContext): Promise<string> {
  const { datagrams } = context;
  await awaitJoin(context);
  const joined = await datagrams.joinedOn();
  const count = atMost(context, 3);
  const texts = () => Array.from({ length: count }, () => textFor(context));
  const fact = await deliveredFact(context, { destination: datagrams.group, texts });
  if (fact !== shown) return `${fact}${await bindHint(context)}`;
  if (joined?.length === 0)
    return `shown without a join of its own: another socket of this host has joined ${datagrams.group}`;
  return receives;
}

/** On Linux a socket that is bound to an address of the host is given no multicast. */
async function bindHint({ datagrams }: ReceiverContext): Promise<string> {
  const bound = (await datagrams.bound()) ?? [];
  const [address] = bound.filter((one) => one !== '0.0.0.0' && one !== '::' && one !== datagrams.group);
  return address === undefined ? '' : `; it is bound to ${address}, and such a socket is given no multicast on Linux`;
}

/** Whether a datagram to another group that this host has joined stays away, while one to the receiver's own is shown. */
export async function otherGroupFact(context: ReceiverContext): Promise<string> {
  const { datagrams } = context;
  if (!datagrams.isLocal)
    return inconclusive('another socket of the host must join a group: needs an IUT on this machine');
  await awaitJoin(context);
  const other = freshGroup();
  await datagrams.joinBeside(other);
  const [stray, own] = [textFor(context), textFor(context)];
  await (await datagrams.source()).send(other, datagrams.port, Buffer.from(stray));
  const fact = await deliveredFact(context, { destination: datagrams.group, texts: () => [own] });
  if (fact !== shown) return inconclusive(`the datagram to its own group was not shown: ${fact}`);
  return context.printed().includes(stray) ? `a datagram to ${other} shown, which it has not joined` : strayIgnored;
}

export const strayIgnored = 'only what was sent to its own group';

/** What `joinedFact` says of a receiver that has joined where it was told to. */
export function memberOn({ datagrams }: ReceiverContext): string {
  return `a member on ${datagrams.on.name}`;
}

/** On which interfaces the receiver is a member of its group. */
export async function joinedFact(context: ReceiverContext): Promise<string> {
  await awaitJoin(context);
  const { datagrams } = context;
  const joined =
    (await datagrams.joinedOn()) ??
    awaitFrames({ kind: 'join', group: datagrams.group }, memberOn(context), unseenMembership);
  return joined.length === 0 ? 'a member on no interface' : `a member on ${joined.join(', ')}`;
}

/** What `leaveFact` says of a receiver that is no member any more. */
export const left = 'no member any more';

/** Whether the receiver is no member any more after its declared number of datagrams, or once it was asked to end. */
export async function leaveFact(context: ReceiverContext): Promise<string> {
  const { datagrams, capabilities, limits } = context;
  await awaitJoin(context);
  const before = (await datagrams.joinedOn()) ?? (await unseenLeave(context));
  if (before.length === 0) return inconclusive('the receiver has not joined the group: there is nothing to leave');
  const count = capabilities.endsAfterMessages;
  if (count === undefined) datagrams.interrupt();
  else await deliveredFact(context, { destination: datagrams.group, texts: () => textsOf(context, count) });
  const members = await lookUntil(
    limits.closeMs,
    async () => (await datagrams.joinedOn()) ?? [],
    (found) => found.length === 0,
  );
  if (members.length === 0) return left;
  const since = count === undefined ? 'SIGINT' : `its ${count} datagrams`;
  return `still a member on ${members.join(', ')} ${duration(limits.closeMs)} after ${since}`;
}

/** Where the membership cannot be seen, the receiver is asked to end all the same: frames may show that it leaves. */
async function unseenLeave({ datagrams, limits }: ReceiverContext): Promise<never> {
  if (!datagrams.isLocal) return inconclusive(unseenMembership);
  const since = Date.now();
  datagrams.interrupt();
  await datagrams.endedWithin(limits.closeMs);
  return awaitFrames({ kind: 'leave', group: datagrams.group, since }, left, unseenMembership);
}

function textsOf(context: ReceiverContext, count: number): readonly string[] {
  return Array.from({ length: count }, () => textFor(context));
}

/** Whether a receiver that has left joins and receives again. */
export async function rejoinFact(context: ReceiverContext): Promise<string> {
  const { datagrams, limits } = context;
  datagrams.interrupt();
  await datagrams.endedWithin(limits.closeMs);
  await context.relaunch();
  await awaitJoin(context);
  return deliveredFact(context, { destination: context.datagrams.group, texts: () => [textFor(context)] });
}

/** Whether a datagram is shown by both of two receivers on one port. */
export async function sharedFact(context: ReceiverContext): Promise<string> {
  const { datagrams, show, limits } = context;
  await awaitJoin(context);
  const second = await datagrams.beside();
  await lookUntil(limits.settleMs, datagrams.joinedOn, () => false);
  let fact = '';
  for (let round = 1; round <= ROUNDS && fact !== shown; round += 1) {
    const text = textFor(context);
    const own = await deliveredFact(context, { destination: datagrams.group, texts: () => [text] });
    if (own !== shown) return `the first receiver: ${own}`;
    const look = async (): Promise<string> => shownFact(second.text(), [text], show);
    fact = await lookUntil(limits.replyMs, look, (found) => found === shown);
  }
  return fact === shown ? shown : `the second receiver: ${fact}`;
}
