import { applicableIf, conclusiveIf } from '../../harness/engine/finding.ts';
import { QUIET_MS } from '../../harness/engine/limits.ts';
import { served } from '../../harness/engine/server/next-client.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { isOneWay } from '../../harness/protocols/wire/one-way.ts';
import { plainClient } from './answering.ts';
import { type Heard, type Talk, talkOver } from './heard.ts';
import { acceptedBy, type Invalid, isAccepting, notAccepted, repliedTwin, toldFact } from './invalid.ts';
import type { Context, Oracle } from './oracle.ts';
import { type Act, type Script, type Spoken, upTo } from './script.ts';
import { isShown } from './seeing.ts';

/**
 * Sends an invalid message in place of a plain one, then a FIN where the server still answers after one, and tells whether it
 * was taken: `notAccepted`, or the accepting reply.
 */
export async function refusalFact(context: Context, oracle: Oracle, invalid: Invalid): Promise<string> {
  return toldFact(context, oracle, invalid, refused);
}

async function refused(context: Context, oracle: Oracle, invalid: Invalid): Promise<string> {
  const twin = await repliedTwin(context, oracle, invalid);
  const withFin = await answersAfterFin(context, oracle, invalid);
  const heard = await replyTo(context, oracle, invalid, { withFin });
  return (await isAccepting(context, oracle, heard, twin)) ? acceptedBy(oracle, heard) : notAccepted;
}

/** The same where the reply tells what was taken: taken as whole is what gives the twin's own reply. */
export async function wholenessFact(context: Context, oracle: Oracle, invalid: Invalid): Promise<string> {
  return toldFact(context, oracle, invalid, takenWhole);
}

async function takenWhole(context: Context, oracle: Oracle, invalid: Invalid): Promise<string> {
  const [mask, takenMask] = [await oracle.mask(context), await oracle.takenMask(context)];
  conclusiveIf(
    takenMask.size > mask.size,
    'no reply depends on what is asked: whether all of the message was taken is not seen',
  );
  const reply = replyName(invalid);
  const tells = (entry: string): boolean => !mask.has(entry) && entry.startsWith(`${reply} `);
  applicableIf(
    reply === undefined || [...takenMask].some(tells),
    `${reply} is the same whatever ${invalid.spoken.name} says: how much of that was taken cannot be seen`,
  );
  const twin = await repliedTwin(context, oracle, invalid);
  const heard = await replyTo(context, oracle, invalid, { withFin: isOneWay(oracle.description), isWhole: true });
  if (heard?.message === undefined || twin === undefined || oracle.isRefusal(heard)) return notAccepted;
  const [seen, whole] = [oracle.told([heard], mask).join(), oracle.told([twin], mask).join()];
  return seen === whole ? `taken for the whole message: ${seen}` : notAccepted;
}

/** The message that answers, or that is shown of, the one which is invalid. */
function replyName({ script: { acts }, spoken: { reply = -1 } }: Invalid): string | undefined {
  const act = acts[reply];
  if (act?.does === 'see') return act.sought.message;
  return act?.does === 'hear' ? act.message : undefined;
}

/** What is heard of an invalid message; undefined where the script was not held as far as that. */
async function replyTo(
  context: Context,
  oracle: Oracle,
  { script, spoken, octets }: Invalid,
  { withFin, isWhole = false }: { readonly withFin: boolean; readonly isWhole?: boolean },
): Promise<Heard | undefined> {
  const peer = context.connect();
  const talk = talkOver(oracle.description, peer, context);
  const end: readonly Act[] = withFin ? [{ does: 'end writing' }] : [];
  await talk([...upTo(script.acts, spoken.act, [octets]), ...end]);
  const heard = await replyHeard(context, oracle, { talk, script, spoken, isWhole });
  await peer.leave();
  return heard;
}

/** What a reply to an invalid message is looked for with; `isWhole` where a part of the message that is shown is none of it. */
interface Awaited {
  readonly talk: Talk;
  readonly script: Script;
  readonly spoken: Spoken;
  readonly isWhole?: boolean;
}

/** What is heard of an invalid message; of a one-way protocol what is seen of it, once the message of a next client is shown. */
export async function replyHeard(
  context: Context,
  { description }: Oracle,
  { talk, script: { acts }, spoken: { reply = -1 }, isWhole = false }: Awaited,
): Promise<Heard | undefined> {
  const act = acts[reply];
  if (act?.does !== 'see') return (await talk(act === undefined ? [] : [act])).at(0);
  const { sought, told } = act;
  const fact = await plainClient(description)(context, context.limits.replyMs);
  const ms = fact === served ? context.limits.settleMs : QUIET_MS;
  const isSeen = await isShown(context, sought, ms, isWhole);
  return isSeen ? { name: sought.message, message: told } : { name: sought.message, problem: 'not shown' };
}

/** Whether the plain message gets its reply though a FIN follows it: half-close judges that. Without, an invalid one is sent without FIN. */
async function answersAfterFin(context: Context, oracle: Oracle, { script, spoken }: Invalid): Promise<boolean> {
  // Where it is seen what became of a message, a FIN behind it takes nothing away.
  if (isOneWay(oracle.description)) return true;
  const heard = await replyTo(context, oracle, { script, spoken, octets: spoken.octets }, { withFin: true });
  return heard?.message !== undefined;
}

/** What is heard of a part of a message that is followed by a quiet time and a FIN: whether it was taken. */
export async function partFact(context: Context, oracle: Oracle, invalid: Invalid): Promise<string> {
  return toldFact(context, oracle, invalid, partTaken);
}

async function partTaken(context: Context, oracle: Oracle, invalid: Invalid): Promise<string> {
  const twin = await repliedTwin(context, oracle, invalid);
  const { fact } = await partOver(context, oracle, invalid, { peer: context.connect(), twin, isQuietFirst: true });
  return fact;
}

/** The same over a connection, beside the reply of the twin, with a quiet time or without; and whether the connection is ended in time. */
export async function partOver(
  context: Context,
  oracle: Oracle,
  { script, spoken, octets }: Invalid,
  { peer, twin, isQuietFirst = false }: { peer: Peer; twin: Heard | undefined; isQuietFirst?: boolean },
): Promise<{ readonly fact: string; readonly isEnded: boolean }> {
  const talk = talkOver(oracle.description, peer, context);
  await talk(upTo(script.acts, spoken.act, [octets]));
  await peer.taken();
  if (isQuietFirst) await peer.staysOpen();
  if (!peer.soFar().includes('reset') && !peer.soFar().includes('close')) await peer.endWriting();
  const isEnded = (await peer.endsWithin(context.limits.closeMs)) !== undefined;
  const heard = await replyHeard(context, oracle, { talk, script, spoken });
  const isTaken = await isAccepting(context, oracle, heard, twin);
  return { isEnded, fact: isTaken ? acceptedBy(oracle, heard) : notAccepted };
}
