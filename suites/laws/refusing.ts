import { conclusiveIf } from '../../harness/engine/finding.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { type Heard, talkOver } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import { type Act, type Script, type Spoken, upTo } from './script.ts';
import { changed } from './telling.ts';
import { twinOf } from './twin.ts';

/** What is said of an invalid message that was not taken. */
export const notAccepted = 'no accepting reply';

/** Whether a reply takes a message: it is as described, no refusal, and like that of the twin where those do not depend on what is asked. */
export async function isAccepting(
  context: Context,
  oracle: Oracle,
  reply: Heard | undefined,
  twin: Heard | undefined,
): Promise<boolean> {
  if (reply?.message === undefined || twin === undefined || oracle.isRefusal(reply)) return false;
  const mask = await oracle.takenMask(context);
  return oracle.told([reply], mask).join() === oracle.told([twin], mask).join();
}

/** An invalid message in place of one of a script. */
export interface Invalid {
  readonly script: Script;
  readonly spoken: Spoken;
  readonly octets: Uint8Array;
}

/** The reply of the twin to a message, and all that was heard before it. Inconclusive where no reply follows the message. */
export async function repliedTwin(
  context: Context,
  oracle: Oracle,
  { script, spoken }: Omit<Invalid, 'octets'>,
): Promise<Heard | undefined> {
  conclusiveIf(spoken.reply !== undefined, `no reply follows ${spoken.name}: whether it was taken is not seen`);
  const twin = await twinOf(context, oracle, script.acts);
  const before = script.acts.slice(0, spoken.reply).filter(({ does }) => does === 'hear' || does === 'hear the end');
  return twin[before.length];
}

/**
 * Sends an invalid message in place of a plain one, then a FIN where the server still answers after one, and tells whether it
 * was taken: `notAccepted`, or the accepting reply.
 */
export async function refusalFact(context: Context, oracle: Oracle, invalid: Invalid): Promise<string> {
  const twin = await repliedTwin(context, oracle, invalid);
  const heard = await replyTo(context, oracle, invalid, await answersAfterFin(context, oracle, invalid));
  if (!(await isAccepting(context, oracle, heard, twin))) return notAccepted;
  tell(context, oracle, invalid);
  return acceptedBy(oracle, heard);
}

/** The same where the reply tells what was taken: taken as whole is what gives the twin's own reply. */
export async function wholenessFact(context: Context, oracle: Oracle, invalid: Invalid): Promise<string> {
  const [mask, takenMask] = [await oracle.mask(context), await oracle.takenMask(context)];
  conclusiveIf(
    takenMask.size > mask.size,
    'no reply depends on what is asked: whether all of the message was taken is not seen',
  );
  const twin = await repliedTwin(context, oracle, invalid);
  const heard = await replyTo(context, oracle, invalid, false);
  if (heard?.message === undefined || twin === undefined || oracle.isRefusal(heard)) return notAccepted;
  const [seen, whole] = [oracle.told([heard], mask).join(), oracle.told([twin], mask).join()];
  if (seen !== whole) return notAccepted;
  tell(context, oracle, invalid);
  return `taken for the whole message: ${seen}`;
}

/** What is heard of an invalid message; undefined where the script was not held as far as that. */
async function replyTo(
  context: Context,
  { description }: Oracle,
  { script, spoken, octets }: Invalid,
  withFin: boolean,
): Promise<Heard | undefined> {
  const peer = context.connect();
  const talk = talkOver(description, peer);
  const end: readonly Act[] = withFin ? [{ does: 'end writing' }] : [];
  await talk([...upTo(script.acts, spoken.act, [octets]), ...end]);
  const [heard] = await talk(repliesTo(script, spoken));
  await peer.leave();
  return heard;
}

/** The act that hears what answers a message. */
export function repliesTo({ acts }: Script, { reply }: Spoken): readonly Act[] {
  const act = reply === undefined ? undefined : acts[reply];
  return act === undefined ? [] : [act];
}

/** Whether the plain message gets its reply though a FIN follows it: half-close judges that. Without, an invalid one is sent without FIN. */
async function answersAfterFin(context: Context, oracle: Oracle, { script, spoken }: Invalid): Promise<boolean> {
  const heard = await replyTo(context, oracle, { script, spoken, octets: spoken.octets }, true);
  return heard?.message !== undefined;
}

/** What is heard of a part of a message that is followed by a quiet time and a FIN: whether it was taken. */
export async function partFact(context: Context, oracle: Oracle, invalid: Invalid): Promise<string> {
  const twin = await repliedTwin(context, oracle, invalid);
  const { fact } = await partOver(context, oracle, invalid, { peer: context.connect(), twin, isQuietFirst: true });
  if (fact !== notAccepted) tell(context, oracle, invalid);
  return fact;
}

/** The same over a connection, beside the reply of the twin, with a quiet time or without; and whether the connection is ended in time. */
export async function partOver(
  context: Context,
  oracle: Oracle,
  { script, spoken, octets }: Invalid,
  { peer, twin, isQuietFirst = false }: { peer: Peer; twin: Heard | undefined; isQuietFirst?: boolean },
): Promise<{ readonly fact: string; readonly isEnded: boolean }> {
  const talk = talkOver(oracle.description, peer);
  await talk(upTo(script.acts, spoken.act, [octets]));
  await peer.taken();
  if (isQuietFirst) await peer.staysOpen();
  if (!peer.soFar().includes('reset') && !peer.soFar().includes('close')) await peer.endWriting();
  const isEnded = (await peer.endsWithin(context.limits.closeMs)) !== undefined;
  const [heard] = await talk(repliesTo(script, spoken));
  const isTaken = await isAccepting(context, oracle, heard, twin);
  return { isEnded, fact: isTaken ? acceptedBy(oracle, heard) : notAccepted };
}

/** Has the report show an invalid message, with what is wrong of it marked. */
export function tell(context: Context, { description }: Oracle, { spoken, octets }: Omit<Invalid, 'script'>): void {
  context.tellsOf(changed(description, spoken, octets));
}

/** What is said of an invalid message that was taken. */
export function acceptedBy(oracle: Oracle, heard: Heard | undefined): string {
  return `accepted: ${oracle.told(heard === undefined ? [] : [heard], new Set()).join()}`;
}
