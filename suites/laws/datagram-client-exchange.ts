import type { Description, WireMessage } from '../../harness/contracts/wire.ts';
import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { firstQuestion } from '../../harness/engine/client/first-question.ts';
import type { Twin } from '../../harness/engine/client/twin.ts';
import { clock } from '../../harness/engine/clock.ts';
import type { AnswerPoint, Question, Whence } from '../../harness/engine/datagrams/answer-point.ts';
import { mustBe } from '../../harness/engine/finding.ts';
import type { Filling } from '../../harness/protocols/wire/fill.ts';
import { type Reply, replyOf } from './client-exchange.ts';
import { endText, freshFilling } from './client-oracle.ts';
import { datagramOf } from './datagram-talk.ts';
import type { Heard } from './heard.ts';

/** What the harness does in place of an answer: datagrams, and pauses between them. No deed is an answer that is lost. */
export type DatagramDeed =
  | { readonly does: 'say'; readonly octets: Uint8Array; readonly whence?: Whence }
  | { readonly does: 'pause'; readonly ms: number };

/** How an answer is harmed; undefined for one that is given plainly. Its index counts the answers to this client, from 0. */
export type DatagramHarm = (reply: Reply) => readonly DatagramDeed[] | undefined;

/** How a client over datagrams fared in one dialogue. */
export interface FaredOver {
  /** What it asked first of each step, without what it asked again. */
  readonly asked: readonly Heard[];
  /** Datagrams that it sent. */
  readonly sent: number;
  readonly end: Awaited<ReturnType<ClientContext['end']>>;
  readonly printed: string;
  /** Milliseconds from its first datagram to its end, or to the end of the wait. */
  readonly tookMs: number;
}

/** How a dialogue is held. */
export interface Dialogue {
  readonly filling?: Filling;
  readonly harm?: DatagramHarm;
  /** How long the client is waited for once it has asked, in milliseconds. */
  readonly ms: number;
}

/** How long a client that gives up after `stallMs` may take to end, in milliseconds; the close limit where that is not declared. */
export function patienceMs({ limits: { stallMs = 0, closeMs } }: ClientContext): number {
  return stallMs + closeMs;
}

/** Starts the client, and answers it until it has ended or the time is over. Throws where it asks nothing at all. */
export async function dialogueOver(
  context: ClientContext,
  description: Description,
  { filling = freshFilling(), harm = () => undefined, ms }: Dialogue,
): Promise<FaredOver> {
  const point = await startedClient(context, filling);
  const first = await firstQuestion(context, point);
  const began = clock.now();
  const deadline = began + ms;
  const left = (): number => Math.max(0, deadline - clock.now());
  const answering = answerer(description, point, filling, harm);
  let sent = 0;
  for (let question: Question | undefined = first; question !== undefined; question = await point.next(left())) {
    sent += 1;
    await answering.take(question);
  }
  const end = context.sees.exit ? await context.end(left()) : undefined;
  const tookMs = clock.now() - began;
  return { asked: answering.asked, sent, end, printed: context.sees.output ? context.printed() : '', tookMs };
}

/** Starts the client where nobody listens, and tells how it ended within `ms` and its launch. */
export async function refusedClient(context: ClientContext, ms: number): Promise<FaredOver['end']> {
  await startedClient(context, freshFilling(), true);
  return context.end(context.limits.launchMs + ms);
}

/** Starts the client; one that takes data is given letters. */
async function startedClient(context: ClientContext, { nonce }: Filling, isClosed = false): Promise<AnswerPoint> {
  const file = await context.makeFile('plain.txt', Buffer.from(nonce));
  const point = await context.asks({ file, isClosed });
  context.type(`${nonce}\n`);
  context.closeInput();
  return point;
}

/** Answers the questions of one client as the description has it. Who has come to the end of the dialogue begins anew. */
function answerer(description: Description, point: AnswerPoint, filling: Filling, harm: DatagramHarm) {
  const { steps } = description.dialogue;
  const asked: Heard[] = [];
  let at = 0;
  let index = 0;
  let last: { readonly octets: Uint8Array; readonly again: () => Promise<void> } | undefined;
  const say = async (reply: Reply, to: Question): Promise<void> => {
    for (const deed of harm(reply) ?? [{ does: 'say', octets: reply.octets } as const]) {
      if (deed.does === 'pause') await clock.silence(deed.ms);
      else await point.answer(deed.octets, to, deed.whence);
    }
  };
  return {
    asked,
    take: async (question: Question): Promise<void> => {
      // What was asked before is asked again: its answer was lost, or is late.
      if (last !== undefined && Buffer.from(question.octets).equals(last.octets)) return last.again();
      const step = steps[at];
      if (step?.does !== 'sends') return;
      const came = datagramOf(description, step.message, question.octets);
      asked.push({ name: step.message, ...came });
      if (!('message' in came)) return;
      const replies: string[] = [];
      for (at += 1; steps[at]?.by === 'server'; at += 1) {
        const reply = steps[at];
        if (reply?.does === 'sends') replies.push(reply.message);
      }
      if (at >= steps.length) at = 0;
      const answered: WireMessage = came.message;
      const again = async (): Promise<void> => {
        for (const name of replies) {
          await say(replyOf(description, name, { filling, answered, index }), question);
          index += 1;
        }
      };
      last = { octets: question.octets, again };
      await again();
    },
  };
}

/** The plain exchange: what the client does where it is answered plainly. Throws a Finding where it does not ask as described. */
export function plainOver(description: Description): (context: ClientContext) => Promise<Twin> {
  return async (context) => {
    const { asked, end, printed } = await dialogueOver(context, description, { ms: patienceMs(context) });
    mustBe(wrongIn(asked), asDescribed);
    return { end, printed };
  };
}

/** What is said of a client all of whose messages are as described. */
export const asDescribed = 'every message as described, one datagram each';

/** What is wrong with what a client has asked, in words. */
export function wrongIn(asked: readonly Heard[]): string {
  const wrong = asked.find(({ problem }) => problem !== undefined);
  return wrong === undefined ? asDescribed : `${wrong.name}: ${wrong.problem}`;
}

/** How a client ended, in words; undefined where nobody sees that. */
export function endOver(context: ClientContext, end: FaredOver['end']): string | undefined {
  return context.sees.exit ? endText(end) : undefined;
}
