import { type Asker, firstAnswers } from '../../harness/engine/datagrams/asker.ts';
import { memoryBounded, memoryFact } from '../../harness/engine/facts.ts';
import { served } from '../../harness/engine/server/next-client.ts';
import { servedAfter } from './datagram-answering.ts';
import type { Stimuli } from './datagram-stimuli.ts';
import { heardOf, talkWith } from './datagram-talk.ts';
import type { Context, Oracle } from './oracle.ts';
import { spokenIn } from './places.ts';
import { acceptedBy, isAccepting, notAccepted, repliedTwin } from './refusing.ts';
import { type Act, upTo } from './script.ts';
import { isShown } from './seeing.ts';

/** What is said of datagrams that are no message: none was taken for one, and none did harm. */
export const harmless = `${notAccepted}, ${memoryBounded}, and the next client ${served}`;

/** An asker that has sent what is no message, in place of a message. */
interface Asked {
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
  const { description } = oracle;
  const growth = context.watchMemory();
  const asked: Asked[] = [];
  const one = oracle.script(context);
  const isSeen = spokenIn(one, message).reply !== undefined;
  for (const { label: how } of stimuli(spokenIn(one, message))) {
    const script = oracle.script(context);
    const spoken = spokenIn(script, message);
    const octets = stimuli(spoken).find(({ label }) => label === how)?.octets ?? new Uint8Array();
    const asker = await context.asks();
    await talkWith(description, asker, context)(upTo(script.acts, spoken.act, [octets]));
    const reply = script.acts[spoken.reply ?? -1];
    asked.push({ how, asker, ...(reply?.does === 'see' ? { seeing: reply } : {}) });
    const fact = await servedAfter(context, oracle);
    if (fact !== served) return `${fact}, after ${how}`;
  }
  if (!isSeen) {
    context.note(`no answer follows ${message}: whether it was taken is not seen`);
    return `${notAccepted}, ${memoryFact(growth(), context.note)}, and the next client ${served}`;
  }
  const fact = (await shownOf(context, asked)) ?? (await acceptedFact(context, oracle, message, asked));
  return fact === notAccepted ? `${fact}, ${memoryFact(growth(), context.note)}, and the next client ${served}` : fact;
}

/** The first of these that was shown, of a one-way protocol; undefined where the protocol is none. */
async function shownOf(context: Context, asked: readonly Asked[]): Promise<string | undefined> {
  const sought = asked.flatMap(({ how, seeing }) => (seeing === undefined ? [] : [{ how, ...seeing.sought }]));
  for (const one of sought) {
    // The message of a client behind each of them is shown already.
    if (await isShown(context, one, one === sought.at(-1) ? context.limits.settleMs : 0, false))
      return `shown: ${one.message}, after ${one.how}`;
  }
  return sought.length === 0 ? undefined : notAccepted;
}

/** The first of these that was answered as the message itself is. */
async function acceptedFact(
  context: Context,
  oracle: Oracle,
  message: string,
  asked: readonly Asked[],
): Promise<string> {
  const script = oracle.script(context);
  const spoken = spokenIn(script, message);
  const twin = await repliedTwin(context, oracle, { script, spoken });
  const act = script.acts[spoken.reply ?? -1];
  const name = act?.does === 'hear' ? act.message : '';
  const askers = asked.map(({ asker }) => asker);
  const answers = await firstAnswers(askers, context.limits.replyMs);
  for (const [index, { how, asker }] of asked.entries()) {
    for (
      let answer = answers[index];
      answer !== undefined && typeof answer !== 'string';
      answer = await asker.next(0)
    ) {
      const heard = heardOf(oracle.description, name, answer);
      if (await isAccepting(context, oracle, heard, twin)) return `${acceptedBy(oracle, heard)}, after ${how}`;
    }
  }
  return notAccepted;
}
