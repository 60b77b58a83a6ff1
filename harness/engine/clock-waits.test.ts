import { expect, test } from 'vitest';
import { clock } from './clock.ts';

const LONG_MS = 60_000;

test('within: the value of a promise that is in time', async () => {
  expect(await clock.within(LONG_MS, Promise.resolve('served'))).toBe('served');
});

test('within: undefined for one that never ends', async () => {
  expect(await clock.within(1, new Promise(() => undefined))).toBeUndefined();
  expect(await clock.within(-5, new Promise(() => undefined))).toBeUndefined();
});

test('within: an error of the promise is passed on', async () => {
  const gone = new Error('gone');

  await expect(clock.within(LONG_MS, Promise.reject(gone))).rejects.toBe(gone);
});

test('lookUntil: looks again until the fact is good', async () => {
  const facts = ['absent', 'different', 'equal', 'never looked at'];
  const fact = await clock.lookUntil(
    LONG_MS,
    async () => facts.shift(),
    (seen) => seen === 'equal',
  );

  expect(fact).toBe('equal');
  expect(facts).toEqual(['never looked at']);
});

test('lookUntil: the last look where no fact is good; one look at least', async () => {
  let looks = 0;
  const fact = await clock.lookUntil(
    0,
    async () => ++looks,
    () => false,
  );

  expect(fact).toBe(1);
});
