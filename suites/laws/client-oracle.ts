import { isDeepStrictEqual } from 'node:util';
import type { Description } from '../../harness/contracts/wire.ts';
import type { ClientContext } from '../../harness/engine/client/client-context.ts';
import { unguessable } from '../../harness/engine/client/plain-exchange.ts';
import { endFact } from '../../harness/engine/client/reporting.ts';
import { applicableIf, conclusiveIf, mustBe } from '../../harness/engine/finding.ts';
import type { Peer } from '../../harness/engine/tester/peer.ts';
import { quoted, wordsForBoth } from '../../harness/engine/words.ts';
import type { Filling } from '../../harness/protocols/wire/fill.ts';
import { type Harm, serve, unharmed } from './client-exchange.ts';
import { type FaresIll, smallestReply } from './client-smaller.ts';
import { watchedHarm } from './client-telling.ts';
import { comparable, differing, type Heard, type Mask, wrongAmong } from './heard.ts';
import { FILL } from './letters.ts';

/** How a client fared in one dialogue: what it asked, how it ended, and what it showed. */
export interface Fared {
  readonly asked: readonly Heard[];
  /** How many messages the harness has said. */
  readonly said: number;
  /** How it ended, in words; undefined where nobody sees that. */
  readonly end: string | undefined;
  readonly printed: string | undefined;
}

/** Letters of a dialogue that nobody can guess. */
export function freshFilling(): Filling {
  return { nonce: unguessable(8), fill: FILL };
}

/** Starts the client, and holds the dialogue with it. */
export async function dialogueWith(
  context: ClientContext,
  description: Description,
  filling: Filling,
  harm: Harm = unharmed,
): Promise<Fared> {
  const peer = await connected(context, filling);
  const { asked, said } = await serve(description, peer, filling, harm);
  const end = context.sees.exit ? await context.end() : undefined;
  if (!context.sees.exit) await peer.history();
  return {
    asked,
    said,
    end: context.sees.exit ? endText(end) : undefined,
    printed: context.sees.output ? context.printed() : undefined,
  };
}

/** Starts the client; one that takes data is given letters. */
export async function connected(context: ClientContext, { nonce }: Filling): Promise<Peer> {
  const peer = await context.connects({ file: await context.makeFile('plain.txt', Buffer.from(nonce)) });
  context.type(`${nonce}\n`);
  context.closeInput();
  return peer;
}

/** How a client ended, in words. */
export function endText(end: Awaited<ReturnType<ClientContext['end']>>): string {
  return end?.signal === null ? `exit status ${end.status}` : endFact(end);
}

/** What three unharmed dialogues differ in: looked at once a target. */
export type MaskOnce = (context: ClientContext) => Promise<Mask>;

/** The mask of the clients of one target. */
export function maskOnce(description: Description): MaskOnce {
  let mask: Promise<Mask> | undefined;
  return (context) => {
    // A case that is broken off leaves the next to look.
    mask ??= maskOf(context, description).catch((error: unknown) => {
      mask = undefined;
      throw error;
    });
    return mask;
  };
}

async function maskOf(context: ClientContext, description: Description): Promise<Mask> {
  const filling = freshFilling();
  const twins: Fared[] = [];
  for (let twin = 0; twin < 3; twin += 1) twins.push(await dialogueWith(context, description, filling));
  return differing(
    description,
    twins.map(({ asked }) => asked),
  );
}

/** What is told of what a client prints otherwise, and of what it prints plainly: the same texts where it prints what it must. */
export type ComparesPrinted = (otherwise: string, plainly: string) => readonly [otherwise: string, plainly: string];

/** All that the client prints is compared. */
export const asPrinted: ComparesPrinted = (otherwise, plainly) => [otherwise, plainly];

/** A reply that is harmed without being another, or another one that is as good: how, in words. */
export interface HarmedReply {
  readonly how: string;
  readonly harm: Harm;
  /** Where a reply is harmed at several places, or has a size that is chosen: those, and the same harm at some of them, or of another size. */
  readonly places?: readonly number[];
  readonly size?: number;
  readonly leastSize?: number;
  readonly at?: (places: readonly number[], size: number | undefined) => HarmedReply;
  /** It is as small as it can be: none is looked for that is smaller. */
  readonly isSmallest?: true;
  /** It is judged of a client alone that takes this one as it takes the plain one, whatever it prints. */
  readonly provided?: Pick<HarmedReply, 'how' | 'harm'>;
  /** What is compared of what the client prints then, and of what it prints of the plain reply: all of both by default. */
  readonly printed?: ComparesPrinted;
}

/** Why nothing is said of a client that takes another reply for none, too. */
export function takesNot(how: string): string {
  return `the client takes no ${how}: it knows what may be there, and may refuse this, too`;
}

/** Has dialogues with harmed replies, and fails at the first in which the client does not fare as in the unharmed one. */
export async function mustFareAsTwin(
  context: ClientContext,
  description: Description,
  mask: MaskOnce,
  harmed: Iterable<HarmedReply>,
): Promise<void> {
  const masked = await mask(context);
  const filling = freshFilling();
  const twin = await dialogueWith(context, description, filling);
  mustAsk(twin);
  await mustEndWell(context);
  for (const one of harmed) {
    const { how, harm, places = [], size, leastSize, at = () => one, isSmallest = false } = one;
    const { provided, printed = asPrinted } = one;
    const told = (one: Fared, unharmed: Fared, compares = printed): readonly [readonly string[], readonly string[]] =>
      toldOfBoth(description, [one, unharmed], masked, compares);
    if (provided !== undefined) {
      const other = await dialogueWith(context, description, filling, provided.harm);
      applicableIf(isDeepStrictEqual(...told(other, twin)), takesNot(provided.how));
    }
    const watched = watchedHarm(description, harm);
    const fared = await dialogueWith(context, description, filling, watched.harm);
    const [seen, expected] = told(fared, twin);
    if (isDeepStrictEqual(seen, expected)) continue;
    // A client may fare otherwise each time.
    const again = await dialogueWith(context, description, filling);
    const isSteady = isDeepStrictEqual(...told(again, twin, asPrinted));
    conclusiveIf(isSteady, 'the client does not fare alike in two unharmed dialogues');
    context.tellsOf(...watched.told(), ...wrongAmong(fared.asked));
    const ill = faresOtherwise({ mask, filling, at });
    if (!isSmallest) context.shrinks(smallestReply({ description, places, size }, filling, ill, leastSize));
    mustBe(seen, expected, how);
  }
}

/** How a client fares otherwise with smaller replies that are harmed than with the same unharmed. */
function faresOtherwise({
  mask,
  filling,
  at,
}: {
  readonly mask: MaskOnce;
  readonly filling: Filling;
  readonly at: NonNullable<HarmedReply['at']>;
}): FaresIll {
  return async (context, { description, places, size }) => {
    const masked = await mask(context);
    const { how, harm, printed = asPrinted } = at(places, size);
    const twin = await dialogueWith(context, description, filling);
    mustAsk(twin);
    const watched = watchedHarm(description, harm);
    const fared = await dialogueWith(context, description, filling, watched.harm);
    const [seen, expected] = toldOfBoth(description, [fared, twin], masked, printed);
    if (isDeepStrictEqual(seen, expected)) return undefined;
    return { how, seen: wordsForBoth(seen, expected)[0], messages: watched.told() };
  };
}

/** A client that does not ask as described cannot be judged by what it makes of a reply: `asks` judges that. */
export function mustAsk({ asked }: Fared): void {
  const wrong = asked.find(({ problem }) => problem !== undefined);
  conclusiveIf(wrong === undefined, `the client does not ask as described: ${wrong?.name}: ${wrong?.problem}`);
}

/** A client that ends ill after its plain exchange may take no reply at all: how it fares otherwise tells nothing. */
export async function mustEndWell({ twin }: ClientContext): Promise<void> {
  const { end } = await twin();
  const isWell = end === undefined || (end.signal === null && end.status === 0);
  conclusiveIf(
    isWell,
    `the client does not end well after an unharmed dialogue, which ends-well judges: ${endText(end)}`,
  );
}

function toldOfBoth(
  description: Description,
  [otherwise, plainly]: readonly [Fared, Fared],
  mask: Mask,
  compares: ComparesPrinted,
): readonly [readonly string[], readonly string[]] {
  // Times and ports are others each time.
  const [one, other] = compares(withoutNumbers(otherwise.printed), withoutNumbers(plainly.printed));
  return [toldOf(description, otherwise, mask, one), toldOf(description, plainly, mask, other)];
}

/** What is printed, with each number as 0, its sign included; empty where nobody sees it. */
export function withoutNumbers(printed = ''): string {
  return printed.replace(/-?\d+/g, '0');
}

function toldOf(
  description: Description,
  { asked, end, printed }: Fared,
  mask: Mask,
  shown: string,
): readonly string[] {
  return [
    ...asked.map(({ name, message, problem }) =>
      message === undefined ? `${name}: ${problem}` : `${name}(${fieldsOf(description, name, message, mask)})`,
    ),
    ...(end === undefined ? [] : [end]),
    ...(printed === undefined ? [] : [`printed ${quoted(shown, MOST_SHOWN)}`]),
  ];
}

/** Characters of an output that are told. */
const MOST_SHOWN = 1000;

function fieldsOf(description: Description, name: string, message: NonNullable<Heard['message']>, mask: Mask): string {
  return [...comparable(description, name, message)]
    .filter(([path]) => !mask.has(`${name} ${path}`))
    .map(([path, text]) => `${path}: ${text}`)
    .join(', ');
}
