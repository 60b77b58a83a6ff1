import { clock } from '../clock.ts';
import { conclusiveIf, inconclusive } from '../finding.ts';
import { quoted } from '../words.ts';
import type { DatagramSource } from './datagram-source.ts';
import {
  delivered,
  endedWords,
  mustTake,
  oneShown,
  type ReceiverContext,
  ROUNDS,
  textFor,
  UNSEEN,
} from './receiver-facts.ts';

/** Datagrams of the case, that which ends within a character among them. */
const DATAGRAMS = 6;

/**
 * Whether nothing of a datagram that ends within a character comes up in front of the plain ones behind it, be they of the same
 * sender or of another. What is in front of plain ones without it tells what belongs there. How such a datagram itself is shown is
 * the receiver's own: an escape, a mark, or words in its place.
 */
export async function withinCharacterFact(context: ReceiverContext, destination: string): Promise<string> {
  mustTake(context, DATAGRAMS);
  const { source, anotherSource } = context.datagrams;
  const [first, another] = [await source(), await anotherSource()];
  const fronts = new Set<string>();
  // Each sender after the other: a program may head what it shows with the sender where that has changed.
  for (const from of [first, another, first]) {
    const front = await plainFront(context, destination, from);
    conclusiveIf(front !== undefined, 'a plain datagram is not shown: judged by the other cases');
    fronts.add(front ?? '');
  }
  const text = textFor(context);
  if (!(await cutShown(context, destination, text, first)))
    return `nothing printed for ${quoted(text)} and half of a character${await endedWords(context)}`;
  for (const [whose, from] of [
    ['another', another],
    ['the same', first],
  ] as const) {
    const before = context.printed().length;
    const front = await plainFront(context, destination, from);
    const which = `a plain datagram of ${whose} sender behind one that ends within a character`;
    if (front === undefined) return `${which} not shown${await endedWords(context)}`;
    if (!fronts.has(front))
      return `${which} shown with more in front: ${quoted(context.printed().slice(before), QUOTED)}`;
  }
  return delivered;
}

/** Characters of the output that are quoted. */
const QUOTED = 120;

/** The character right before a plain datagram of a sender, as it is shown; undefined where it is not. */
async function plainFront(
  context: ReceiverContext,
  destination: string,
  from: DatagramSource,
): Promise<string | undefined> {
  const text = textFor(context);
  const isShown = (printed: string): boolean => printed.includes(text);
  if (!isShown(await oneShown(context, destination, text, isShown, from))) return undefined;
  return frontOf(context.printed(), text);
}

/** The character right before a text: every digit is as good as another, since programs number what they show, and tell the time. */
export function frontOf(printed: string, text: string): string {
  const front = [...printed.slice(0, printed.lastIndexOf(text))].at(-1) ?? '\n';
  return /\d/.test(front) ? '0' : front;
}

/** Sends a text with half of a character behind it, again while nothing is printed: whether something is. */
async function cutShown(
  context: ReceiverContext,
  destination: string,
  text: string,
  from: DatagramSource,
): Promise<boolean> {
  if (!context.observed) inconclusive(UNSEEN);
  const { port, buffer } = context.datagrams;
  // As long as the plain ones: nothing of it is left in a buffer behind the next of them.
  const octets = Buffer.from(`${text}ö`).subarray(1, -1);
  buffer.text = `${text.slice(1)}?${buffer.text.slice(text.length)}`;
  for (let round = 1; round <= ROUNDS && !context.hasEnded(); round += 1) {
    const before = context.printed().length;
    await from.send(destination, port, octets);
    const look = async (): Promise<string> => context.printed().slice(before);
    const printed = await clock.lookUntil(context.limits.replyMs, look, (all) => all.includes(text.slice(1)));
    if (printed.trim() !== '') return true;
  }
  return false;
}
