import { isDeepStrictEqual } from 'node:util';
import type { Description } from '../../harness/contracts/wire.ts';
import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { endedFact } from '../../harness/engine/client/ending-well.ts';
import { without } from '../../harness/engine/client/plain-exchange.ts';
import { reported, reportFact } from '../../harness/engine/client/reporting.ts';
import { LATE_MS } from '../../harness/engine/client/staying.ts';
import { applicableIf, conclusiveIf, mustBe } from '../../harness/engine/finding.ts';
import { duration, quoted, wordsForBoth } from '../../harness/engine/words.ts';
import { toldBy } from './client-asking.ts';
import {
  asPrinted,
  type ComparesPrinted,
  freshFilling,
  type HarmedReply,
  mustEndWell,
  takesNot,
  withoutNumbers,
} from './client-oracle.ts';
import { type FaresIll, smallestReply } from './client-smaller.ts';
import {
  asDescribed,
  type DatagramHarm,
  dialogueOver,
  endOver,
  type FaredOver,
  patienceMs,
  refusedClient,
  wrongIn,
} from './datagram-client-exchange.ts';
import { comparable, differing } from './heard.ts';

/** Plain dialogues, three times with the same letters, and which fields of the client's messages differ in them. */
export async function askedOver(context: ClientContext, description: Description): Promise<string> {
  const filling = freshFilling();
  const twins: FaredOver[] = [];
  for (let twin = 0; twin < 3; twin += 1) {
    const fared = await dialogueOver(context, description, { filling, ms: patienceMs(context) });
    const fact = wrongIn(fared.asked);
    if (fact !== asDescribed) return fact;
    twins.push(fared);
  }
  const mask = differing(
    description,
    twins.map(({ asked }) => asked),
  );
  if (mask.size > 0) context.note(`unharmed dialogues differ in ${[...mask].join(', ')}`);
  return asDescribed;
}

/** An answer that is harmed without being another, or another one that is as good: the same as `HarmedReply` over a stream. */
export interface HarmedAnswer extends Pick<HarmedReply, 'how' | 'size' | 'leastSize' | 'isSmallest' | 'printed'> {
  readonly harm: DatagramHarm;
  readonly provided?: Pick<HarmedAnswer, 'how' | 'harm'>;
  /** The same where its size is another. */
  readonly at?: (size: number | undefined) => HarmedAnswer;
}

/** Has a dialogue with harmed answers, and fails where the client does not fare as in the unharmed one. */
export async function mustFareAsTwinOver(
  context: ClientContext,
  description: Description,
  harmed: HarmedAnswer,
): Promise<void> {
  const { how, harm, size, leastSize, provided, isSmallest = false } = harmed;
  const { at = () => harmed, printed = asPrinted } = harmed;
  const filling = freshFilling();
  const ms = patienceMs(context);
  const plain = (): Promise<FaredOver> => dialogueOver(context, description, { filling, ms });
  const twin = await plain();
  mustAsk(twin);
  await mustEndWell(context);
  const told = (
    one: FaredOver,
    other: FaredOver,
    compares = printed,
  ): readonly [readonly string[], readonly string[]] => toldOfBoth(context, description, [one, other], compares);
  const isIll: FaresIll = async (fresh, { description: smaller, size: other }) => {
    const smallerOne = at(other);
    const unharmed = await dialogueOver(fresh, smaller, { filling, ms: patienceMs(fresh) });
    mustAsk(unharmed);
    const fared = await dialogueOver(fresh, smaller, {
      filling,
      ms: patienceMs(fresh) + LATE_MS,
      harm: smallerOne.harm,
    });
    const [seen, expected] = toldOfBoth(fresh, smaller, [fared, unharmed], smallerOne.printed ?? asPrinted);
    if (isDeepStrictEqual(seen, expected)) return undefined;
    return { how: smallerOne.how, seen: wordsForBoth(seen, expected)[0], messages: [] };
  };
  if (provided !== undefined) {
    const other = await dialogueOver(context, description, { filling, ms, harm: provided.harm });
    applicableIf(isDeepStrictEqual(...told(other, twin)), takesNot(provided.how));
  }
  if (!isSmallest) context.shrinks(smallestReply({ description, places: [], size }, filling, isIll, leastSize));
  const fared = await dialogueOver(context, description, { filling, ms: ms + LATE_MS, harm });
  const [seen, expected] = told(fared, twin);
  if (isDeepStrictEqual(seen, expected)) return;
  // A client may fare otherwise each time.
  const isSteady = isDeepStrictEqual(...told(await plain(), twin, asPrinted));
  conclusiveIf(isSteady, 'the client does not fare alike in two unharmed dialogues');
  mustBe(seen, expected, how);
}

function mustAsk({ asked }: Pick<FaredOver, 'asked'>): void {
  conclusiveIf(
    wrongIn(asked) === asDescribed,
    `the client does not ask as described, which asks judges: ${wrongIn(asked)}`,
  );
}

/** What it asked first, how it ended and what it printed; what it asked again tells nothing. */
function toldOfBoth(
  context: ClientContext,
  description: Description,
  [otherwise, plainly]: readonly [FaredOver, FaredOver],
  compares: ComparesPrinted,
): readonly [readonly string[], readonly string[]] {
  // Times and ports are others each time.
  const [one, other] = compares(withoutNumbers(otherwise.printed), withoutNumbers(plainly.printed));
  return [toldOf(context, description, otherwise, one), toldOf(context, description, plainly, other)];
}

function toldOf(
  context: ClientContext,
  description: Description,
  { asked, end }: FaredOver,
  shown: string,
): readonly string[] {
  const [first] = asked;
  const fields = first?.message === undefined ? [] : [...comparable(description, first.name, first.message).keys()];
  const ended = endOver(context, end);
  return [
    ...(first === undefined ? [] : [first.problem ?? `${first.name}(${fields.join(', ')})`]),
    ...(ended === undefined ? [] : [ended]),
    ...(context.sees.output ? [`printed ${quoted(shown, MOST_SHOWN)}`] : []),
  ];
}

/** Characters of an output that are told. */
const MOST_SHOWN = 1000;

/** What is said of a client that does what is right where its first answer is lost. */
export const asksAgain = 'asked again, and ended as ever';

/** The first answer is lost: whether the client asks again and fares as ever, or says so within its time. */
export async function lostFact(context: ClientContext, description: Description): Promise<string> {
  const twin = await context.twin();
  const harm: DatagramHarm = ({ index }) => (index === 0 ? [] : undefined);
  const fared = await dialogueOver(context, description, { harm, ms: patienceMs(context) });
  const fact = reportFact(fared.end, fared.printed, '', twin);
  if (fact === reported) {
    context.note('it did not ask again, and said so');
    return asksAgain;
  }
  if (fared.end === undefined) return `still waiting after ${duration(fared.tookMs)}, having asked ${fared.sent} times`;
  if (fared.sent > 1 && fared.end.status === (twin.end?.status ?? 0)) return asksAgain;
  return `${fact}, having asked once`;
}

/** Whether a client that was answered plainly ends as programs do that are content. */
export async function endsWellOver(context: ClientContext, description: Description): Promise<string> {
  const filling = freshFilling();
  const { asked, end, printed } = await dialogueOver(context, description, { filling, ms: patienceMs(context) });
  conclusiveIf(context.sees.exit, 'how it ends is not seen: the client is not a launched program');
  mustAsk({ asked });
  return endedFact(end, without(printed, toldBy(description, filling)));
}

/** Nobody answers at all: whether the client says so within its time. */
export async function silenceFact(context: ClientContext, description: Description): Promise<string> {
  const twin = await context.twin();
  const fared = await dialogueOver(context, description, { harm: () => [], ms: patienceMs(context) });
  if (fared.end === undefined) return `still waiting after ${duration(fared.tookMs)}`;
  return reportFact(fared.end, fared.printed, '', twin);
}

/** Nobody listens there: whether the client says so within its time. */
export async function refusedFact(context: ClientContext): Promise<string> {
  const twin = await context.twin();
  const end = await refusedClient(context, patienceMs(context));
  if (end === undefined) return `still waiting after ${duration(patienceMs(context))}`;
  return reportFact(end, context.sees.output ? context.printed() : '', '', twin);
}

/** What is said of a client that does not take part of an answer for all of it. */
export const notTaken = 'not taken for an answer';

/** An answer of which only the first octets come, each time: whether the client ends as if it were whole. */
export async function cutFact(
  context: ClientContext,
  description: Description,
  message: string,
  cut: number,
): Promise<string> {
  const twin = await context.twin();
  const harm: DatagramHarm = ({ name, octets }) =>
    name === message ? [{ does: 'say', octets: octets.subarray(0, cut) }] : undefined;
  const fared = await dialogueOver(context, description, { harm, ms: patienceMs(context) });
  if (fared.end === undefined) {
    context.note('it went on waiting for a whole answer');
    return notTaken;
  }
  const fact = reportFact(fared.end, fared.printed, '', twin);
  return fact === reported ? notTaken : fact;
}

/** Ends a case that is about when a client gives up, which only its author knows. */
export function mustDeclareStall({ limits }: ClientContext): void {
  applicableIf(
    limits.stallMs !== undefined,
    'the profile declares no time after which the client gives up on a silent server: limits.stallMs (--stall-timeout)',
  );
}
