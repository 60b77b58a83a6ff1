import { expect, onTestFinished, test } from 'vitest';
import { type Answer, watchDialogue } from '../processes/dialogue.ts';
import { raceBody } from './attempt.ts';
import { Inconclusive } from './finding.ts';
import { operatorOf, stopwatch } from './operator.ts';
import { startTranscript } from './tester/transcript.ts';

function operatorWho(answer: Answer, asked: (text: string) => void = () => undefined) {
  return operatorOfAll([answer], asked);
}

/** An operator who gives these answers, one after another. */
function operatorOfAll(answers: readonly Answer[], asked: (text: string) => void = () => undefined) {
  let given = 0;
  const { close } = watchDialogue({
    say: () => undefined,
    ask: async (text) => {
      asked(text);
      given += 1;
      return answers[given - 1] ?? 'nobody';
    },
    wait: async () => answers[given] ?? 'nobody',
  });
  onTestFinished(close);
  const transcript = startTranscript();
  let kept = 0;
  const answered = (): void => {
    kept += 1;
  };
  const operator = operatorOf({ told: '3 of 58: case a/b/c[1]', transcript, watch: stopwatch(), answered });
  return { transcript, operator, kept: () => kept };
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
  ['back', 'the operator took the last answer back'],
  ['stop', 'the operator stopped the run'],
] as const)('%s concludes nothing', async (answer, reason) => {
  const asked = operatorWho(answer).operator.confirms('Is it there?');

  await expect(asked).rejects.toThrow(Inconclusive);
  await expect(asked).rejects.toThrow(reason);
});

test('the first question of a case takes back what was answered in the case before', async () => {
  const { operator, kept } = operatorOfAll(['back']);

  await expect(operator.confirms('Is it whole?')).rejects.toMatchObject({ wish: 'back' });
  expect(kept()).toBe(0);
});

test('a later question takes back what was answered in the same case', async () => {
  const { operator, kept } = operatorOfAll(['yes', 'back']);
  await operator.confirms('Is it there?');

  await expect(operator.confirms('Is it whole?')).rejects.toMatchObject({ wish: 'again' });
  expect(kept()).toBe(1);
});

test.each<[Answer, number]>([
  ['yes', 1],
  ['no', 1],
  ['unsure', 1],
  ['skip', 1],
  ['again', 0],
  ['nobody', 0],
  ['withdrawn', 0],
])('%s can be taken back so many times: %i', async (answer, times) => {
  const { operator, kept } = operatorWho(answer);
  await operator.confirms('Is it there?').catch(() => undefined);

  expect(kept()).toBe(times);
});

test.each([
  ['skip', 'the operator skipped the case'],
  ['again', 'the operator asked for the case once more'],
  ['back', 'the operator took the last answer back'],
  ['stop', 'the operator stopped the run'],
] as const)('%s ends a wait for the operator', async (answer, reason) => {
  const listened = operatorWho(answer).operator.listensUntil(new AbortController().signal);

  await expect(listened).rejects.toThrow(Inconclusive);
  await expect(listened).rejects.toThrow(reason);
});

test.each(['nobody', 'withdrawn'] as const)('%s ends no case that waits for the operator', async (answer) => {
  const done = new AbortController();
  if (answer === 'withdrawn') done.abort();

  expect(await operatorWho(answer).operator.listensUntil(done.signal)).toBe(undefined);
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
