import type { Description, Field, Value } from '../../harness/contracts/wire.ts';
import { fieldsOf } from '../../harness/protocols/wire/sample-messages.ts';
import { wrongAmong } from './heard.ts';
import { freeValues, withValue } from './least.ts';
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
