import { hasCrashed } from '../../text/last-words.ts';
import { byEye } from '../client/client-screen.ts';
import { clock } from '../clock.ts';
import { inconclusive } from '../finding.ts';
import { JOIN_MS } from '../limits.ts';
import type { Operator } from '../operator.ts';
import { factWithin, lettersFor } from '../output/showing.ts';
import { hasTrace, shown, shownFact } from '../output/shown.ts';
import type { CaseContext } from '../server/context.ts';
import { endingText } from '../server/ending.ts';
import { count, quoted } from '../words.ts';
import type { DatagramSource } from './datagram-source.ts';

/** A case of a suite of receivers; `plain` is the address that a plain datagram goes to. */
export type ReceiverContext = CaseContext<string>;

/** What `deliveredFact` says where all that was sent is shown. */
export const delivered = 'every datagram shown whole';

/**
 * How often a case sends before it takes a datagram for not shown: the network may lose some. Where one in a hundred is
 * lost, ten at once all arrive in one of three rounds but for one time in a thousand (0.096 to the third).
 */
export const ROUNDS = 3;

/** What a case sends. */
export interface Delivery {
  readonly destination: string;
  /** Fresh texts for each round, in the order in which they are sent. */
  readonly texts: () => readonly string[];
  /** Without waiting for one to be shown before the next is sent. */
  readonly atOnce?: boolean;
  /** Who sends each of the texts, in this order and then again; one source of the case's own by default. */
  readonly sources?: readonly DatagramSource[];
  /** Whether what a longer datagram has left in a buffer may not follow a shorter one: one row judges that, the others pass over it. */
  readonly endsWithItsText?: boolean;
  /** What is asked of a person who sees the screen; whether exactly the texts are there, by default. */
  readonly question?: (texts: readonly string[], sources: readonly DatagramSource[]) => string;
  /** Judges what was printed where all texts are shown. */
  readonly judge?: (printed: string, texts: readonly string[], sources: readonly DatagramSource[]) => string;
}

/** One printable text of so many octets, which no other datagram has. */
export function textFor(context: ReceiverContext, octets = 12): string {
  return lettersFor(context, octets);
}

/** Printable texts of different lengths: each is shorter than the one before, but for the longest, which comes again and again. */
export function textsFor(context: ReceiverContext, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => textFor(context, LENGTHS[index % LENGTHS.length]));
}

/** Octets of the texts of one case: a buffer that is not emptied has the rest of a long one behind a short one. */
const LENGTHS = [40, 12, 26, 13];

/** Waits until the receiver has joined, where that can be seen: a receiver may join some time after it has its port. */
export async function awaitJoin({ datagrams }: ReceiverContext): Promise<void> {
  if (datagrams.group === '') return;
  await clock.lookUntil(JOIN_MS, datagrams.joinedOn, (found) => found === undefined || found.length > 0);
}

/**
 * Whether what is sent is shown, whole, apart, in order: `delivered`, or words for what was printed instead. Where the
 * output cannot be seen, a person tells.
 */
export async function deliveredFact(context: ReceiverContext, delivery: Delivery): Promise<string> {
  const sources = delivery.sources ?? [await context.datagrams.source()];
  if (!context.observed) return deliveredOnScreen(context, delivery, sources);
  let first = '';
  for (let round = 1; round <= ROUNDS; round += 1) {
    const before = context.printed().length;
    const texts = delivery.texts();
    const held = heldWith(context.datagrams.buffer.text, texts);
    const judge = (printed: string): string => {
      const fact = shownFact(printed.slice(before), texts, context.show);
      if (fact !== shown && !isShownWithRest(printed.slice(before), texts, held)) return fact;
      if (fact !== shown && delivery.endsWithItsText === true) return restWords(printed.slice(before), texts, held);
      return delivery.judge?.(printed.slice(before), texts, sources) ?? delivered;
    };
    await sendAll(context, delivery, texts, sources, before);
    const fact = await factWithin(context, judge, (found) => found === delivered);
    if (fact === delivered) return delivered;
    if (context.hasEnded()) return `${fact}${await endedWords(context)}`;
    if (!mayBeLost(context.printed().slice(before), texts)) return fact;
    first ||= fact;
  }
  return `${first}, sent in ${ROUNDS} rounds`;
}

/** Whether the network may have lost some of these: nothing of one is there, or one that was sent twice is not there so often. */
export function mayBeLost(printed: string, texts: readonly string[]): boolean {
  return texts.some((text) => {
    const sent = texts.filter((one) => one === text).length;
    return !hasTrace(printed, [text]) || (sent > 1 && printed.split(text).length - 1 < sent);
  });
}

/** Whether a person sees all of it on the screen, in one of the rounds. */
async function deliveredOnScreen(
  context: ReceiverContext,
  delivery: Delivery,
  sources: readonly DatagramSource[],
): Promise<string> {
  const { confirms }: Operator = context.operator ?? inconclusive(UNSEEN);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const texts = delivery.texts();
    await sendAll(context, { ...delivery, atOnce: true }, texts, sources, 0);
    if (await confirms((delivery.question ?? questionFor)(texts, sources))) return delivered;
  }
  return `something else, says the operator, sent in ${ROUNDS} rounds`;
}

function questionFor(texts: readonly string[]): string {
  const each = texts.length === 1 ? '' : ', each by itself';
  return `Does the screen show exactly: ${texts.map(byEye).join(', then ')}${each}?`;
}

/** Why nothing is concluded where nobody sees the output. */
export const UNSEEN = 'what the receiver shows cannot be seen: needs --output COMMAND, --operator or --exec';

/** In turn, each once the ones before are shown: a receiver that has missed one is not waited for any more. */
async function sendAll(
  context: ReceiverContext,
  { destination, atOnce = false }: Delivery,
  texts: readonly string[],
  sources: readonly DatagramSource[],
  before: number,
): Promise<void> {
  const { port, buffer } = context.datagrams;
  const sourceOf = (index: number): DatagramSource => sources[index % sources.length] ?? inconclusive('no source');
  buffer.text = heldWith(buffer.text, texts).at(-1) ?? buffer.text;
  if (atOnce && sources.length === 1)
    return sourceOf(0).send(destination, port, ...texts.map((text) => Buffer.from(text)));
  let waits = !atOnce;
  for (const [index, text] of texts.entries()) {
    await sourceOf(index).send(destination, port, Buffer.from(text));
    const isShown = showsAll(texts, index);
    const look = async (): Promise<string> => context.printed().slice(before);
    if (waits && index + 1 < texts.length)
      waits = isShown(await clock.lookUntil(context.limits.replyMs, look, isShown));
  }
}

/** Shows the texts up to this one. */
function showsAll(texts: readonly string[], index: number): (printed: string) => boolean {
  return (printed) => texts.slice(0, index + 1).every((text) => printed.includes(text));
}

/** What a buffer that is never emptied holds after each of these texts. */
function heldWith(before: string, texts: readonly string[]): readonly string[] {
  let held = before;
  return texts.map((text) => {
    held = `${text}${held.slice(text.length)}`;
    return held;
  });
}

/** Whether all texts are shown, in order, but that the rest of an earlier one follows some of them. */
function isShownWithRest(printed: string, texts: readonly string[], held: readonly string[]): boolean {
  let from = 0;
  const isFollowed = texts.some(
    (text, index) => text.length < (held[index] ?? '').length && printed.includes(held[index] ?? ''),
  );
  return (
    isFollowed &&
    texts.every((text) => {
      const at = printed.indexOf(text, from);
      from = at + text.length;
      return at !== -1;
    })
  );
}

function restWords(printed: string, texts: readonly string[], held: readonly string[]): string {
  const at = held.findIndex((one, index) => one.length > (texts[index] ?? '').length && printed.includes(one));
  const [text = '', all = ''] = [texts[at], held[at]];
  return `${quoted(text, 40)} followed by the rest of an earlier, longer datagram: ${quoted(all, 120)}`;
}

function declarable({ capabilities }: ReceiverContext): string {
  return capabilities.endsAfterMessages === undefined
    ? ' (capabilities.endsAfterMessages declares after how many datagrams it may)'
    : '';
}

/** Datagrams that may be sent to one launch of this receiver, of so many that a case would like to send. */
export function atMost({ capabilities }: ReceiverContext, wanted: number): number {
  return Math.min(wanted, capabilities.endsAfterMessages ?? wanted);
}

/** Ends a case that needs so many datagrams of one launch where the receiver ends before, says its profile. */
export function mustTake(context: ReceiverContext, wanted: number): void {
  if (atMost(context, wanted) === wanted) return;
  const { endsAfterMessages = 0 } = context.capabilities;
  inconclusive(
    `the receiver ends after ${count(endsAfterMessages, 'datagram')}, says its profile: this needs ${wanted}`,
  );
}

/**
 * What is printed from the moment on in which a text was sent, once it is shown; it is sent again while nothing of it is there.
 * The case's first sender sends it, unless another is named.
 */
export async function oneShown(
  context: ReceiverContext,
  destination: string,
  text: string,
  isShown: (printed: string) => boolean,
  from?: DatagramSource,
): Promise<string> {
  if (!context.observed) inconclusive(UNSEEN);
  const source = from ?? (await context.datagrams.source());
  let printed = '';
  for (let round = 1; round <= ROUNDS && !context.hasEnded(); round += 1) {
    const before = context.printed().length;
    await sendAll(context, { destination, texts: () => [text] }, [text], [source], before);
    const look = async (): Promise<string> => context.printed().slice(before);
    printed = await clock.lookUntil(context.limits.replyMs, look, isShown);
    if (isShown(printed) || hasTrace(printed, [text.trim()])) return printed;
  }
  return printed;
}

/** How a receiver that has ended is told of, behind what was not shown: one that has failed, with its status and last line. */
export async function endedWords(context: ReceiverContext): Promise<string> {
  const end = await context.ends(0);
  if (end === undefined) return '';
  const printed = context.observed ? context.printed() || context.output.text() : '';
  const isAsMeant = end.status === 0 && !hasCrashed(printed);
  return isAsMeant ? `; the receiver has ended${declarable(context)}` : `; ${endingText(end, printed)}`;
}

/**
 * The address that the receiver has bound, where that keeps a datagram to `destination` from it. Undefined where a socket of its
 * port is given such datagrams: another program may have bound the port, too.
 */
export function boundElsewhere(
  { datagrams }: { readonly datagrams: Pick<ReceiverContext['datagrams'], 'bound'> },
  destination: string,
): string | undefined {
  const bound = datagrams.bound() ?? [];
  return bound.some((one) => ['0.0.0.0', '::', destination].includes(one)) ? undefined : bound[0];
}

/** The first datagram of a well-behaved sender; where nothing can be seen, each row says so. */
export async function receiverClient(context: ReceiverContext, destination: string): Promise<string> {
  if (!context.observed) return 'served';
  if (context.hasEnded()) return 'nothing';
  await awaitJoin(context);
  const fact = await deliveredFact(context, { destination, texts: () => [textFor(context)] });
  return fact === delivered ? 'served' : fact;
}
