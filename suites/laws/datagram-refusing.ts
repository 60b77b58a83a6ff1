import { type Asker, firstAnswers } from '../../harness/engine/datagrams/asker.ts';
import { memoryBounded, memoryFact } from '../../harness/engine/facts.ts';
import { served } from '../../harness/engine/server/next-client.ts';
import { isOneWay } from '../../harness/protocols/wire/one-way.ts';
import { servedAfter } from './datagram-answering.ts';
import type { Stimuli } from './datagram-stimuli.ts';
import { heardOf, talkWith } from './datagram-talk.ts';
import {
  acceptedBy,
  type Invalid,
  isAccepting,
  notAccepted,
  repliedTwin,
  type SmallerInvalid,
  smallestTaken,
  tell,
} from './invalid.ts';
import type { Context, Oracle } from './oracle.ts';
import { spokenIn } from './places.ts';
import { type Act, upTo } from './script.ts';
import { isShown } from './seeing.ts';

/** What is said of datagrams that are no message: none was taken for one, and none did harm. */
export const harmless = `${notAccepted}, ${memoryBounded}, and the next client ${served}`;

/** An asker that has sent what is no message, in place of a message. */
interface Asked extends Omit<Invalid, 'smaller'> {
  readonly how: string;
  readonly asker: Asker;
  /** Of a one-way protocol: what would show that it was taken. */
  readonly seeing?: Extract<Act, { does: 'see' }>;
}

/**
 * Sends each datagram in place of a message, from a port of its own and with letters of its own, and a plain client after each.
 * Then waits once for answers to any of them: tells the first that was taken for the message, or that did harm.
 */
export async function refusalsFact(
  context: Context,
  oracle: Oracle,
  message: string,
  stimuli: Stimuli,
): Promise<string> {
  const { fact, taken } = await refusalOf(context, oracle, message, stimuli);
  if (taken === undefined) return fact;
  tell(context, oracle, taken);
  const smaller = { of: sameOf(taken, stimuli) };
  context.shrinks(smallestTaken(oracle, { ...taken, smaller }, takenFact));
  return fact;
}

/** The same mistake in other messages: of the same name, or else in the same place among all of them. */
function sameOf({ how, spoken }: Asked, stimuli: Stimuli): SmallerInvalid['of'] {
  const index = stimuli(spoken).findIndex(({ label }) => label === how);
  return (script) => {
    const other = script.spoken.find(({ name }) => name === spoken.name);
    const all = other === undefined ? [] : stimuli(other);
    const same = all.find(({ label }) => label === how) ?? all[Math.min(index, all.length - 1)];
    return other === undefined || same === undefined ? undefined : { script, spoken: other, octets: same.octets };
  };
}

/** Whether one datagram is taken for the message in place of which it is sent. */
async function takenFact(context: Context, oracle: Oracle, { script, spoken, octets }: Invalid): Promise<string> {
  const asked = await ask(context, oracle, { script, spoken, octets, how: 'that datagram' });
  const fact = await servedAfter(context, oracle);
  if (fact !== served) return notAccepted;
  return (await takenOf(context, oracle, spoken.name, [asked]))?.fact ?? notAccepted;
}

/** What came of datagrams that are no message, and the first that was taken for one. */
interface Refusal {
  readonly fact: string;
  readonly taken?: Asked;
}

async function refusalOf(context: Context, oracle: Oracle, message: string, stimuli: Stimuli): Promise<Refusal> {
  const growth = context.watchMemory();
  const asked: Asked[] = [];
  const one = oracle.script(context);
  const isSeen = spokenIn(one, message).reply !== undefined;
  for (const { label: how } of stimuli(spokenIn(one, message))) {
    const script = oracle.script(context);
    const spoken = spokenIn(script, message);
    const octets = stimuli(spoken).find(({ label }) => label === how)?.octets ?? new Uint8Array();
    asked.push(await ask(context, oracle, { script, spoken, octets, how }));
    const fact = await servedAfter(context, oracle);
    if (fact !== served) return { fact: `${fact}, after ${how}` };
  }
  if (!isSeen) {
    context.note(`no answer follows ${message}: whether it was taken is not seen`);
    return { fact: `${notAccepted}, ${memoryFact(growth(), context.note)}, and the next client ${served}` };
  }
  const found = await takenOf(context, oracle, message, asked);
  return found ?? { fact: `${notAccepted}, ${memoryFact(growth(), context.note)}, and the next client ${served}` };
}

/** Sends a datagram in place of a message, from a port of its own. */
async function ask(
  context: Context,
  { description }: Oracle,
  invalid: Omit<Asked, 'asker' | 'seeing'>,
): Promise<Asked> {
  const { script, spoken, octets } = invalid;
  const asker = await context.asks();
  await talkWith(description, asker, context)(upTo(script.acts, spoken.act, [octets]));
  const reply = script.acts[spoken.reply ?? -1];
  return { ...invalid, asker, ...(reply?.does === 'see' ? { seeing: reply } : {}) };
}

/** The first of these that was taken for the message. */
function takenOf(
  context: Context,
  oracle: Oracle,
  message: string,
  asked: readonly Asked[],
): Promise<Refusal | undefined> {
  return isOneWay(oracle.description) ? shownOf(context, asked) : acceptedFact(context, oracle, message, asked);
}

/** The first of these that was shown, of a one-way protocol. */
async function shownOf(context: Context, asked: readonly Asked[]): Promise<Refusal | undefined> {
  for (const one of asked) {
    const sought = one.seeing?.sought;
    // The message of a client behind each of them is shown already.
    const ms = one === asked.at(-1) ? context.limits.settleMs : 0;
    if (sought !== undefined && (await isShown(context, sought, ms, false)))
      return { fact: `shown: ${sought.message}, after ${one.how}`, taken: one };
  }
  return undefined;
}

/** The first of these that was answered as the message itself is. */
async function acceptedFact(
  context: Context,
  oracle: Oracle,
  message: string,
  asked: readonly Asked[],
): Promise<Refusal | undefined> {
  const script = oracle.script(context);
  const spoken = spokenIn(script, message);
  const twin = await repliedTwin(context, oracle, { script, spoken });
  const act = script.acts[spoken.reply ?? -1];
  const name = act?.does === 'hear' ? act.message : '';
  const askers = asked.map(({ asker }) => asker);
  const answers = await firstAnswers(askers, context.limits.replyMs);
  for (const [index, taken] of asked.entries()) {
    const { how, asker } = taken;
    for (
      let answer = answers[index];
      answer !== undefined && typeof answer !== 'string';
      answer = await asker.next(0)
    ) {
      const heard = heardOf(oracle.description, name, answer);
      if (await isAccepting(context, oracle, heard, twin))
        return { fact: `${acceptedBy(oracle, heard)}, after ${how}`, taken };
    }
  }
  return undefined;
}
