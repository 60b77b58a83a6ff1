import type { Description } from '../../harness/contracts/wire.ts';
import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import type { PlainExchange } from '../../harness/engine/client/plain-exchange.ts';
import { reported, reportFact } from '../../harness/engine/client/reporting.ts';
import { clock } from '../../harness/engine/clock.ts';
import { applicableIf, mustBe } from '../../harness/engine/finding.ts';
import { duration } from '../../harness/engine/words.ts';
import { type Filling, textsIn } from '../../harness/protocols/wire/fill.ts';
import { serve, unharmed } from './client-exchange.ts';
import { connected, dialogueWith, freshFilling, type MaskOnce } from './client-oracle.ts';
import { sampleReplies } from './client-places.ts';
import { wrongAmong } from './heard.ts';

/** What is said of a client all of whose messages are as described. */
export const asDescribed = 'every message as described';

/** The plain exchange: the dialogue, as far as the client goes. */
export function plainDialogue(description: Description): PlainExchange {
  return async (context) => {
    const filling = freshFilling();
    const peer = await connected(context, filling);
    const { asked } = await serve(description, peer, filling, unharmed);
    mustBe(wrongIn(asked), asDescribed);
    return { peer, sent: '', told: toldBy(description, filling) };
  };
}

/** The texts of the plain replies, the longest first: one may hold another. */
export function toldBy(description: Description, filling: Filling): readonly string[] {
  const texts = sampleReplies(description, filling).flatMap(({ message }) => textsIn(message));
  return texts.sort((one, other) => other.length - one.length);
}

function wrongIn(asked: Awaited<ReturnType<typeof serve>>['asked']): string {
  const wrong = asked.find(({ problem }) => problem !== undefined);
  return wrong === undefined ? asDescribed : `${wrong.name}: ${wrong.problem}`;
}

/** Plain dialogues, and which fields of the client's messages differ in them. */
export async function askedFact(context: ClientContext, description: Description, mask: MaskOnce): Promise<string> {
  const { asked } = await dialogueWith(context, description, freshFilling());
  const fact = wrongIn(asked);
  if (fact !== asDescribed) {
    context.tellsOf(...wrongAmong(asked));
    return fact;
  }
  const masked = await mask(context);
  if (masked.size > 0) context.note(`not compared, since unharmed dialogues differ in it: ${[...masked].join(', ')}`);
  return asDescribed;
}

/** What is said of a connection that the client ends. */
export const closed = 'the connection ended';

/** Whether the client ends its connection after the dialogue, within the close limit. */
export async function closesFact(context: ClientContext, description: Description): Promise<string> {
  const filling = freshFilling();
  const peer = await connected(context, filling);
  await serve(description, peer, filling, unharmed);
  const { closeMs } = context.limits;
  return (await peer.endsWithin(closeMs)) === undefined
    ? `the connection still open ${duration(closeMs)} later`
    : closed;
}

/** What is said of a client that gives up on a silent server when it says it does. */
export const endsInTime = 'ended in time, having said why';

/** A server that falls silent in place of a reply, or within it: whether the client gives up in time, and says so. */
export async function stallFact(
  context: ClientContext,
  description: Description,
  message: string,
  isHalf: boolean,
): Promise<string> {
  const twin = await context.twin();
  const filling = freshFilling();
  const peer = await connected(context, filling);
  let isWhole = false;
  await serve(description, peer, filling, ({ name, octets }) => {
    if (name !== message) return undefined;
    const half = octets.subarray(0, Math.ceil(octets.length / 2));
    isWhole = isHalf && half.length === octets.length;
    return [...(isHalf ? ([{ does: 'say', segments: [half] }] as const) : []), { does: 'fall silent' }];
  });
  applicableIf(!isWhole, `${message} is one octet: there is nothing within it`);
  const { stallMs = 0, closeMs } = context.limits;
  // Whether it gave up too early is told by real time: time that is excused is none that it has waited less.
  const began = clock.realNow();
  const end = await context.end(stallMs + closeMs);
  const took = clock.realNow() - began;
  if (end === undefined) return `still waiting after ${duration(stallMs + closeMs)}`;
  if (took < stallMs / 2) return `ended after ${duration(took)}`;
  const fact = reportFact(end, context.sees.output ? context.printed() : '', '', twin);
  return fact === reported ? endsInTime : fact;
}
