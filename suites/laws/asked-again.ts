import type { Description, Field, Value } from '../../harness/contracts/wire.ts';
import { fieldsOf } from '../../harness/protocols/wire/sample-messages.ts';
import { wrongAmong } from './heard.ts';
import { freeValues, withValue } from './least.ts';
import { hexOf, hugeNumbers } from './numbers.ts';
import { type Context, freshFilling, type Oracle } from './oracle.ts';
import { scriptOf } from './script.ts';
import { withoutEnds } from './session.ts';

/** The description with another value of each number of the client that a reply repeats; undefined where no reply repeats one that may be any. */
export function otherEchoes(description: Description): Description | undefined {
  const repeated = echoesIn(description);
  const numbers = freeValues(description).filter(
    ({ field, value }) => repeated.has(field.name) && otherNumber(field, value) !== undefined,
  );
  if (numbers.length === 0) return undefined;
  return numbers.reduce(
    (one, free) => withValue(one, free, otherNumber(free.field, free.value) ?? free.value),
    description,
  );
}

/** A description whose client says another number in one place. */
export interface OtherNumber {
  readonly description: Description;
  /** The field and the number, in words. */
  readonly what: string;
}

/**
 * The description with each number of octets that a reply repeats, and that may be any, at its borders: none, the largest of a
 * signed number, one more, and the largest there is.
 */
export function borderEchoes(description: Description): readonly OtherNumber[] {
  const repeated = echoesIn(description);
  return freeValues(description).flatMap((free) => {
    const { name, form } = free.field;
    if (!repeated.has(name) || form.kind !== 'number' || otherNumber(free.field, free.value) === undefined) return [];
    return [0n, ...hugeNumbers(form)].map((value) => ({
      description: withValue(description, free, value),
      what: `${name} ${hexOf(value)}`,
    }));
  });
}

/** The names of the fields in which replies repeat what was asked. */
function echoesIn({ dialogue, messages, plain }: Description): ReadonlySet<string> {
  const said = dialogue.steps.flatMap((step) => (step.does === 'sends' && step.by === 'server' ? [step.message] : []));
  const fields = said.flatMap((name) => {
    const shape = messages.get(name);
    return shape === undefined ? [] : fieldsOf(shape, plain.get(name)?.[0]?.case);
  });
  return new Set(fields.filter(({ isEcho }) => isEcho).map(({ name }) => name));
}

function otherNumber({ legal }: Field, value: Value): Value | undefined {
  return typeof value === 'bigint' && legal === undefined ? value ^ 1n : undefined;
}

/** What is said of replies each of which repeats the number of its own request. */
export const eachAsAsked = 'each reply with the number that was asked';

/** Asks the same twice, the second time with another number that the reply repeats: on one connection where the dialogue repeats. */
export async function askedAgainFact(context: Context, oracle: Oracle, others: Description): Promise<string> {
  const filling = freshFilling(context);
  const first = scriptOf(oracle.description, filling);
  const second = scriptOf(others, filling);
  const { round } = second;
  const talks =
    round === undefined ? [first.acts, second.acts] : [[...withoutEnds(first.acts), ...second.acts.slice(round)]];
  for (const acts of talks) {
    const wrong = (await oracle.held(context, acts)).find(({ problem }) => problem !== undefined);
    if (wrong === undefined) continue;
    context.tellsOf(...wrongAmong([wrong]));
    return `${wrong.name}: ${wrong.problem}`;
  }
  return eachAsAsked;
}

/** Asks the same with each of these numbers, on connections of their own; stops at the first that is not repeated as it was asked. */
export async function bordersFact(context: Context, oracle: Oracle, borders: readonly OtherNumber[]): Promise<string> {
  for (const { description, what } of borders) {
    const { acts } = scriptOf(description, freshFilling(context));
    const wrong = (await oracle.held(context, acts)).find(({ problem }) => problem !== undefined);
    if (wrong === undefined) continue;
    context.tellsOf(...wrongAmong([wrong]));
    return `${what}: ${wrong.name}: ${wrong.problem}`;
  }
  return eachAsAsked;
}
