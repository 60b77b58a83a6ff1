import { inTime } from '../../text/in-time.ts';
import { byEye } from '../client/client-screen.ts';
import { clock } from '../clock.ts';
import { applicableIf, inconclusive } from '../finding.ts';
import { duration, quoted } from '../words.ts';
import { contents, contentWords, manyWords } from './contents.ts';
import type { DatagramSource } from './datagram-source.ts';
import {
  atMost,
  awaitJoin,
  type Delivery,
  delivered,
  deliveredFact,
  endedWords,
  mustTake,
  oneShown,
  type ReceiverContext,
  textFor,
  textsFor,
} from './receiver-facts.ts';
import { type Sent, sourceFact, withSources } from './sources.ts';

/** Ten datagrams of different lengths, back to back, two of which are the same: `delivered` where all are shown, apart and whole. */
export function apartDelivery(context: ReceiverContext): Omit<Delivery, 'destination'> {
  mustTake(context, BACK_TO_BACK);
  const texts = (): readonly string[] => {
    const others = textsFor(context, BACK_TO_BACK - 1);
    return [...others.slice(0, REPEATED), ...others.slice(REPEATED - 1)];
  };
  return { texts, atOnce: true, endsWithItsText: true };
}

const BACK_TO_BACK = 10;

/** After so many of them the last one comes again. */
const REPEATED = 5;

/** Four datagrams, one after the other: of two senders each sends a second one after the other's. */
export function fourInTurn(context: ReceiverContext): Pick<Delivery, 'texts'> {
  mustTake(context, IN_TURN);
  return { texts: () => textsFor(context, IN_TURN) };
}

const IN_TURN = 4;

/**
 * Whether datagrams are shown as they were sent, whatever they hold (`contents`): one after the other, each sent again while
 * nothing of it is there. A receiver that ends after a number of datagrams is started again, with another group where none
 * is given.
 */
export async function contentsFact(context: ReceiverContext, broadcast?: string): Promise<string> {
  let sent = 0;
  for (const content of contents(() => textFor(context))) {
    if (sent >= atMost(context, sent + 1)) {
      await context.relaunch();
      await awaitJoin(context);
      sent = 0;
    }
    const isShown = (printed: string): boolean => inTime('judging', () => content.pattern.test(printed));
    const printed = await oneShown(context, broadcast ?? context.datagrams.group, content.text, isShown);
    if (!isShown(printed)) return `${contentWords(content, printed)}${await endedWords(context)}`;
    sent += 1;
  }
  return delivered;
}

/** Whether the receiver still shows datagrams after so many of them. */
export async function manyFact(context: ReceiverContext, destination: string): Promise<string> {
  for (let number = 0; number < atMost(context, MANY); number += 1) {
    const text = textFor(context);
    const isShown = (printed: string): boolean => printed.includes(text);
    const printed = await oneShown(context, destination, text, isShown);
    if (!isShown(printed)) return manyWords(number, `${quoted(text)} not shown${await endedWords(context)}`);
  }
  return delivered;
}

/** More than a list of a hundred places holds. */
const MANY = 101;

/** Starts a receiver of this machine anew: the very first datagram that it takes may be shown otherwise than those behind it. */
export async function anew(context: ReceiverContext): Promise<void> {
  if (!context.datagrams.isLocal || !context.observed) return;
  await context.relaunch();
  await awaitJoin(context);
}

/**
 * Whether each of five datagrams, of three senders, is shown with the address and the port that it came from. Two of them have one
 * address: who keeps the text of a source by its address has another's port.
 */
export async function sourcesFact(context: ReceiverContext, destination: string): Promise<string> {
  const { source, anotherSource, sourceBesideFirst } = context.datagrams;
  const [first, second, beside] = [await source(), await anotherSource(), await sourceBesideFirst()];
  // Never in turn alone: a receiver that is one behind shows the right one half of the time.
  const order = [first, second, second, beside, first].slice(0, atMost(context, 5));
  if (order.length < 2) mustTake(context, 2);
  let told = '';
  let sent: readonly string[] = [];
  const itemsOf = (texts: readonly string[], from: readonly DatagramSource[]): readonly Sent[] =>
    texts.map((text, index) => ({ text, address: from[index]?.address ?? '', port: from[index]?.port ?? 0 }));
  const fact = await deliveredFact(context, {
    destination,
    sources: order,
    texts: () => {
      sent = order.map(() => textFor(context));
      return sent;
    },
    question: (texts, from) =>
      `Does the screen show: ${texts.map((text, index) => `${byEye(text)} from ${from[index]?.address}`).join(', then ')}?`,
    judge: (printed, texts, from) => {
      told = sourceFact(printed, itemsOf(texts, from));
      return delivered;
    },
  });
  // Sources of several kinds, as names beside addresses, are not around each text in one way.
  const isThere = fact !== delivered && context.observed && sent.every((text) => context.printed().includes(text));
  if (isThere) return sourceFact(context.printed(), itemsOf(sent, order));
  if (fact !== delivered) return inconclusive(`what is not shown has no source: ${fact}`);
  return context.observed ? told : withSources;
}

/** Whether a datagram is shown that comes after a silence. */
export async function silenceFact(context: ReceiverContext, destination: string): Promise<string> {
  const { idleMs = Number.POSITIVE_INFINITY } = context.limits;
  applicableIf(
    idleMs > SILENCE_MS,
    `the receiver may give up after ${duration(idleMs)} of silence, says its profile (idleMs)`,
  );
  const one = { destination, texts: () => [textFor(context)] };
  // One that hears its first datagram alone would not be heard after a silence either.
  const before = Math.min(2, atMost(context, 3) - 1);
  const fact =
    before === 0 ? delivered : await deliveredFact(context, { ...one, texts: () => textsFor(context, before) });
  if (fact !== delivered) return inconclusive(`not all was shown before the silence: ${fact}`);
  await clock.silence(SILENCE_MS);
  const after = await deliveredFact(context, one);
  return after === delivered ? afterSilence : `after ${duration(SILENCE_MS)} of silence: ${after}`;
}

/** What `silenceFact` says of a receiver that waits. */
export const afterSilence = 'a datagram shown after the silence';

/** More than the pauses of any sender here, and than a timeout that somebody has set for a trial (suites/README.md, "Decisions about multicast"). */
const SILENCE_MS = 3000;

/** Whether a datagram is shown after one without data, by what shows one that is sent. */
export async function afterEmptyFact(
  context: ReceiverContext,
  destination: string,
  show: () => Promise<string>,
): Promise<string> {
  mustTake(context, 2);
  const { source, port } = context.datagrams;
  await (await source()).send(destination, port, Buffer.alloc(0));
  const fact = await show();
  return fact !== delivered && context.hasEnded() ? 'the receiver ended at the empty datagram' : fact;
}
