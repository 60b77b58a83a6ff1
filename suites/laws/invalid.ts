import type { Description } from '../../harness/contracts/wire.ts';
import type { Search } from '../../harness/engine/attempt.ts';
import { conclusiveIf } from '../../harness/engine/finding.ts';
import { formsOf } from '../../harness/protocols/wire/layout.ts';
import type { Heard } from './heard.ts';
import type { Context, Oracle } from './oracle.ts';
import { type FieldPlace, type Placed, placedWhere } from './places.ts';
import { isHearing, type Script, type Spoken } from './script.ts';
import { type Exchange, type Failure, type Least, smallestExchange, wordsOf } from './smaller.ts';
import { changed, differenceOf } from './telling.ts';
import { twinOf } from './twin.ts';

/** What is said of an invalid message that was not taken. */
export const notAccepted = 'no accepting reply';

/** Whether a reply takes a message: it is as described, no refusal, and like that of the twin where those do not depend on what is asked. */
export async function isAccepting(
  context: Context,
  oracle: Oracle,
  reply: Heard | undefined,
  twin: Heard | undefined,
): Promise<boolean> {
  if (reply?.message === undefined || twin === undefined || oracle.isRefusal(reply)) return false;
  const mask = await oracle.takenMask(context);
  return oracle.told([reply], mask).join() === oracle.told([twin], mask).join();
}

/** An invalid message in place of one of a script. */
export interface Invalid {
  readonly script: Script;
  readonly spoken: Spoken;
  readonly octets: Uint8Array;
  /** The same mistake in smaller exchanges, where it can be made. */
  readonly smaller?: SmallerInvalid;
}

/** Where a mistake is looked for from, and how it is made in a smaller exchange: undefined where there is no place for it. */
export interface SmallerInvalid extends Least {
  readonly size?: number;
  readonly of: (script: Script, oracle: Oracle, exchange: Exchange) => Mistake | undefined;
}

/** An invalid message, and what is the matter with it in words, where that is not plain from its octets. */
export interface Mistake extends Omit<Invalid, 'smaller'> {
  readonly how?: string;
}

/** The reply of the twin to a message, and all that was heard before it. Inconclusive where no reply follows the message. */
export async function repliedTwin(
  context: Context,
  oracle: Oracle,
  { script, spoken }: Pick<Invalid, 'script' | 'spoken'>,
): Promise<Heard | undefined> {
  conclusiveIf(spoken.reply !== undefined, `no reply follows ${spoken.name}: whether it was taken is not seen`);
  const twin = await twinOf(context, oracle, script.acts);
  const before = script.acts.slice(0, spoken.reply).filter(isHearing);
  return twin[before.length];
}

/** A message in which a field is mistaken, and the same mistake in smaller exchanges; `octetsOf` are those of the message then, if there can be any. */
export function mistaken(
  script: Script,
  place: FieldPlace,
  octetsOf: (placed: Placed) => Uint8Array | undefined,
): Invalid {
  const of = (other: Script): Omit<Invalid, 'smaller'> | undefined => {
    const placed = placedWhere(other, place);
    const octets = placed === undefined ? undefined : octetsOf(placed);
    return placed === undefined || octets === undefined ? undefined : { script: other, spoken: placed.spoken, octets };
  };
  const invalid = of(script);
  if (invalid === undefined) throw new Error(`expected a mistake in ${place.label}, found no place for it`);
  return { ...invalid, smaller: { of } };
}

/** Has the report show an invalid message, with what is wrong of it marked. */
export function tell(
  context: Context,
  { description }: Oracle,
  { spoken, octets }: Pick<Invalid, 'spoken' | 'octets'>,
): void {
  context.tellsOf(changed(description, spoken, octets));
}

/** What is said of an invalid message that was taken. */
export function acceptedBy(oracle: Oracle, heard: Heard | undefined): string {
  return `accepted: ${oracle.told(heard === undefined ? [] : [heard], new Set()).join()}`;
}

/** The fact; where the message was taken it is shown, and a smaller exchange is looked for in which the same mistake is. */
export async function toldFact(
  context: Context,
  oracle: Oracle,
  invalid: Invalid,
  judge: (context: Context, oracle: Oracle, invalid: Invalid) => Promise<string>,
): Promise<string> {
  const fact = await judge(context, oracle, invalid);
  if (fact === notAccepted) return fact;
  tell(context, oracle, invalid);
  const { smaller } = invalid;
  if (smaller !== undefined) context.shrinks(smallestTaken(oracle, { ...invalid, smaller }, judge));
  return fact;
}

/** The smallest exchange in which the same mistake is taken for a message. Its twin gives what the twin of the first gives, but for what it repeats. */
export function smallestTaken(
  oracle: Oracle,
  { script, spoken, smaller: { size = 0, of, ...least } }: Invalid & { readonly smaller: SmallerInvalid },
  judge: (context: Context, oracle: Oracle, invalid: Invalid) => Promise<string>,
): Search<Context> {
  const repeated = echoes(oracle.description);
  const told = async (context: Context, heard: Heard | undefined): Promise<string> =>
    oracle
      .told(heard === undefined ? [] : [heard], new Set([...(await oracle.takenMask(context)), ...repeated]))
      .join();
  let usual: string | undefined;
  return smallestExchange(
    { description: oracle.description, rounds: 1, size, places: [] },
    least,
    async (context, exchange) => {
      usual ??= await told(context, await repliedTwin(context, oracle, { script, spoken }));
      const other = oracle.ofOther(exchange.description);
      const invalid = of(other.script(context), other, exchange);
      if (invalid === undefined) return 'no exchange';
      // A refusal that is not described as one would be taken for an answer.
      if ((await told(context, await repliedTwin(context, other, invalid))) !== usual) return 'no failure';
      const seen = await judge(context, other, invalid);
      return seen === notAccepted ? 'no failure' : failureBy(exchange.description, invalid, seen);
    },
  );
}

/** Fields, as in a mask, whose values are those of the message that is answered. */
function echoes({ messages }: Description): readonly string[] {
  return [...messages].flatMap(([name, shape]) =>
    formsOf(shape).flatMap((fields) => fields.filter(({ isEcho }) => isEcho).map((field) => `${name} ${field.name}`)),
  );
}

/** How an exchange fails in which a message has other octets than the plain one. */
export function failureBy(description: Description, { script, spoken, octets, how }: Mistake, seen: string): Failure {
  const told = changed(description, spoken, octets);
  const said = script.spoken.slice(0, script.spoken.indexOf(spoken) + 1);
  return { how: how ?? differenceOf(told), says: wordsOf(description, said), seen, messages: [told] };
}
