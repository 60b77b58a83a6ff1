import { expect, onTestFinished, test } from 'vitest';
import { type Answer, watchDialogue } from '../processes/dialogue.ts';
import { raceBody } from './attempt.ts';
import { Inconclusive } from './finding.ts';
import { operatorOf, stopwatch } from './operator.ts';
import { startTranscript } from './tester/transcript.ts';

function operatorWho(answer: Answer, asked: (text: string) => void = () => undefined) {
  const { close } = watchDialogue({
    say: () => undefined,
    ask: async (text) => {
      asked(text);
      return answer;
    },
  });
  onTestFinished(close);
  const transcript = startTranscript();
  return { transcript, operator: operatorOf('3 of 58: case a/b/c[1]', transcript, stopwatch()) };
}

test('a yes and a no are observations, kept in the evidence', async () => {
  const texts: string[] = [];
  const { operator, transcript } = operatorWho('yes', (text) => texts.push(text));

  expect(await operator.confirms('Is it there?')).toBe(true);
  expect(texts).toEqual(['3 of 58: case a/b/c[1]: Is it there?']);
  expect(transcript.evidence(false)).toMatchObject([{ what: 'note', text: 'operator: Is it there? yes' }]);
});

test.each([
  ['unsure', 'the operator could not tell: Is it there?'],
  ['nobody', 'the operator cannot be asked: standard input and standard error must be a terminal'],
  ['skip', 'the operator skipped the case'],
  ['again', 'the operator asked for the case once more'],
] as const)('%s concludes nothing', async (answer, reason) => {
  const asked = operatorWho(answer).operator.confirms('Is it there?');

  await expect(asked).rejects.toThrow(Inconclusive);
  await expect(asked).rejects.toThrow(reason);
});

test('a question that is withdrawn has no answer', async () => {
  const done = new AbortController();
  done.abort();

  expect(await operatorWho('yes').operator.confirmsUnless('Is it there?', done.signal)).toBe(undefined);
});

test('the time of a person is not the time of the case', async () => {
  const watch = stopwatch();
  const { promise, resolve } = deferred();
  const limit = 20;
  const person = watch.during(promise);
  const raced = raceBody(person, limit, new AbortController().signal, watch.elapsed);

  await expect.poll(() => watch.elapsed()).toBeGreaterThan(5 * limit);
  resolve();

  expect(await raced).toEqual({ outcome: undefined, overran: false });
});

test('a case that nobody holds up ends at its limit', async () => {
  const { promise } = deferred();

  const { overran } = await raceBody(promise, 20, new AbortController().signal, stopwatch().elapsed);

  expect(overran).toBe(true);
});

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let settle = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: () => settle() };
}
