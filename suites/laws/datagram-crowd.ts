import { MANY } from './crowd.ts';
import { talkWith } from './datagram-talk.ts';
import type { Context, Oracle } from './oracle.ts';
import { type Act, isHearing } from './script.ts';
import { besideTwin, twinOf } from './twin.ts';

/** What is said of clients each of whom got the answer to what it has asked. */
export const eachItsOwn = `${MANY} of ${MANY} answered as one alone`;

/** Fifty clients that ask back to back, each for something else, before any of them looks for its answer. */
export async function manyFact(context: Context, oracle: Oracle): Promise<string> {
  const { description } = oracle;
  const clients = [];
  for (let client = 0; client < MANY; client += 1) {
    const { acts } = oracle.otherScript(context, client % SIZES);
    const twin = await twinOf(context, oracle, acts);
    const asker = await context.asks();
    clients.push({ acts, twin, asker, talk: talkWith(description, asker, context) });
  }
  const asking = (acts: readonly Act[]): number => acts.findIndex(({ does }) => does === 'say') + 1;
  for (const { acts, talk } of clients) await talk(acts.slice(0, asking(acts)));
  // All of them at the same time: one after another, those that are not answered would take longer than a case may.
  const listening = await Promise.all(
    clients.map(async ({ talk, asker, ...client }) => {
      const heard = await talk(client.acts.slice(asking(client.acts)));
      await asker.leave();
      return { ...client, heard };
    }),
  );
  let answered = 0;
  let first: string | undefined;
  for (const [index, { acts, twin, heard }] of listening.entries()) {
    const { seen, expected } = await besideTwin(context, oracle, { plain: acts, twin }, heard);
    if (seen.join() === expected.join()) answered += 1;
    else first ??= `client ${index + 1} heard ${seen.join() || 'nothing'}, and alone ${expected.join()}`;
  }
  return `${answered} of ${MANY} answered as one alone${first === undefined ? '' : `: ${first}`}`;
}

/** Lengths of what these clients ask for, where that can be chosen. */
const SIZES = 8;

/** Questions that one client asks back to back. */
export const QUESTIONS = 10;

/** What is said of a client all of whose questions were answered, each once. */
export const allAnswered = `${QUESTIONS} answers, as to ${QUESTIONS} clients`;

/** One client that asks ten questions back to back: whether it gets the answers that ten clients get, in any order, and no other. */
export async function oneFact(context: Context, oracle: Oracle): Promise<string> {
  const mask = await oracle.mask(context);
  const asker = await context.asks();
  const talk = talkWith(oracle.description, asker, context);
  const scripts = Array.from({ length: QUESTIONS }, (_, client) => oracle.otherScript(context, client % SIZES));
  const expected: string[] = [];
  for (const { acts } of scripts) expected.push(...oracle.told(await twinOf(context, oracle, acts), mask));
  for (const { acts } of scripts) await talk(acts.filter(({ does }) => does === 'say'));
  const seen: string[] = [];
  // Which answer is whose is known by what it says: an echo is compared with the twin's.
  for (const { acts } of scripts) {
    const hears = acts
      .filter(isHearing)
      .map((act): Act => (act.does === 'hear' ? { does: act.does, message: act.message } : act));
    seen.push(...oracle.told(await talk(hears), mask));
  }
  const missing = expected.filter((one) => !seen.includes(one));
  const others = seen.filter((one) => !expected.includes(one));
  if (missing.length === 0 && others.length === 0) return allAnswered;
  return `${missing.length} of ${expected.length} answers missing${others.length === 0 ? '' : `, in their place: ${others[0]}`}`;
}

/** What is said of a client whose question was answered each time that it came. */
export const eachTime = 'each of them answered';

/** How often a client says its question: as one does whose answers were lost (RFC 8085 §3.1.1). */
const TIMES = 3;

/** The very same question again from the same port, once the one before was answered: whether each is answered. */
export async function repeatedFact(context: Context, oracle: Oracle): Promise<string> {
  const { acts } = oracle.script(context);
  const talk = talkWith(oracle.description, await context.asks(), context);
  for (let time = 1; time <= TIMES; time += 1) {
    const wrong = (await talk(acts)).find(({ problem }) => problem !== undefined);
    if (wrong !== undefined) return `question ${time} of ${TIMES}: ${wrong.name}: ${wrong.problem}`;
  }
  return eachTime;
}
