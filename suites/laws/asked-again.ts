import { createHash } from 'node:crypto';
import type { Description, Field, Value } from '../../harness/contracts/wire.ts';
import { applicableIf, conclusiveIf } from '../../harness/engine/finding.ts';
import { lettersFor } from '../../harness/engine/output/showing.ts';
import { fieldsOf } from '../../harness/protocols/wire/sample-messages.ts';
import { wrongAmong } from './heard.ts';
import { type FreeValue, freeValues, withValue } from './least.ts';
import { hexOf, hugeNumbers } from './numbers.ts';
import { type Context, freshFilling, type Oracle } from './oracle.ts';
import { scriptOf } from './script.ts';
import { withoutEnds } from './session.ts';

/** The description with another value of each number of the client that a reply repeats; undefined where no reply repeats one that may be any. */
export function otherEchoes(description: Description): Description | undefined {
  const numbers = freeEchoes(description);
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
  return freeEchoes(description).flatMap((free) => {
    const { name, form } = free.field;
    if (form.kind !== 'number') return [];
    return [0n, ...hugeNumbers(form)].map((value) => ({
      description: withValue(description, free, value),
      what: `${name} ${hexOf(value)}`,
    }));
  });
}

/** The fields in which replies repeat what was asked, each with its message. */
function repeatedIn({ dialogue, messages, plain }: Description): readonly { message: string; field: string }[] {
  const said = dialogue.steps.flatMap((step) => (step.does === 'sends' && step.by === 'server' ? [step.message] : []));
  return said.flatMap((message) => {
    const shape = messages.get(message);
    const fields = shape === undefined ? [] : fieldsOf(shape, plain.get(message)?.[0]?.case);
    return fields.filter(({ isEcho }) => isEcho).map(({ name }) => ({ message, field: name }));
  });
}

/** The numbers of the client that a reply repeats, and that may be any. */
function freeEchoes(description: Description): readonly FreeValue[] {
  const repeated = new Set(repeatedIn(description).map(({ field }) => field));
  return freeValues(description).filter(
    ({ field, value }) => repeated.has(field.name) && otherNumber(field, value) !== undefined,
  );
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

/** What is said of answers each of which is that to its own question, whatever number it was asked with. */
export const eachToItsOwn = 'each answer to its own question';

/**
 * Asks two questions with a number that is new, the same for both: each must get the answer that it gets with a number of its own.
 * The clients of a server choose their numbers by themselves, and two of them choose the same.
 */
export async function sameNumberFact(context: Context, oracle: Oracle): Promise<string> {
  const repeated = repeatedIn(oracle.description).map(({ message, field }) => `${message} ${field}`);
  const mask = new Set([...(await oracle.mask(context)), ...repeated]);
  const questions = [freshFilling(context), freshFilling(context)];
  const answersWith = async (description: () => Description, isToBeWell: boolean): Promise<readonly string[]> => {
    const answers: string[] = [];
    for (const filling of questions) {
      const heard = await oracle.held(context, scriptOf(description(), filling).acts);
      const isWell = heard.every(({ problem }) => problem === undefined);
      conclusiveIf(isWell || !isToBeWell, 'a question with a number of its own is not answered as described');
      answers.push(oracle.told(heard, mask).join());
    }
    return answers;
  };
  const withOwn = (): Description => withNewNumbers(context, oracle.description);
  const [own, again] = [await answersWith(withOwn, true), await answersWith(withOwn, true)];
  applicableIf(own.join() === again.join(), 'what is answered depends on the number, and cannot be compared');
  const same = withNewNumbers(context, oracle.description);
  const seen = await answersWith(() => same, false);
  const index = own.findIndex((answer, at) => answer !== seen[at]);
  if (index === -1) return eachToItsOwn;
  return `the answer to question ${index + 1} with the number of question ${2 - index}: ${seen[index]}, with its own: ${own[index]}`;
}

/** The description with other numbers in place of those that a reply repeats and that may be any: all of them new. */
function withNewNumbers(context: Context, description: Description): Description {
  const drawn = createHash('sha256').update(lettersFor(context)).digest().readBigUInt64BE();
  return freeEchoes(description).reduce((one, free) => {
    const { form } = free.field;
    return form.kind === 'number' ? withValue(one, free, drawn % ((hugeNumbers(form).at(-1) ?? 0n) + 1n)) : one;
  }, description);
}
