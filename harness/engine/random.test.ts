import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutLists, randomCutsFact, smallestCounterexample } from './random.ts';

const lists = fc.array(fc.nat({ max: 1000 }), { maxLength: 20 });
const tooLarge = async (list: readonly number[]) => (list.some((number) => number >= 50) ? 'too large' : 'fine');

test('a failing stimulus is shrunk to the smallest that fails', async () => {
  const found = await smallestCounterexample(lists, 1, 100, tooLarge, 'fine');

  expect(found).toEqual({ stimulus: [50], seen: 'too large' });
});

test('what was seen is that of the smallest', async () => {
  const sum = async (list: readonly number[]) => String(list.reduce((total, number) => total + number, 0) < 10);
  const describeLength = async (list: readonly number[]) =>
    (await sum(list)) === 'true' ? 'fine' : `${list.length} numbers`;

  expect(await smallestCounterexample(lists, 3, 100, describeLength, 'fine')).toEqual({
    stimulus: [10],
    seen: '1 numbers',
  });
});

test('the same seed tries the same stimuli', async () => {
  const triedWith = async (seed: number) => {
    const tried: unknown[] = [];
    await smallestCounterexample(lists, seed, 20, async (list) => String(tried.push(list) < 0), 'false');
    return tried;
  };

  expect(await triedWith(5)).toEqual(await triedWith(5));
  expect(await triedWith(5)).toHaveLength(20);
  expect(await triedWith(6)).not.toEqual(await triedWith(5));
});

test('none where every stimulus is fine', async () => {
  expect(await smallestCounterexample(lists, 1, 50, async () => 'fine', 'fine')).toBeUndefined();
});

test('an exception in observe is rethrown, and nothing is tried after it', async () => {
  const broken = new Error('the store is gone');
  let tries = 0;
  const observe = async () => {
    tries += 1;
    throw broken;
  };

  await expect(smallestCounterexample(lists, 1, 50, observe, 'fine')).rejects.toBe(broken);
  expect(tries).toBe(1);
});

test('the fact of random cuts names the fewest after which something else is seen', async () => {
  const random = { cuts: cutLists(100), seed: 1, runs: 50, expected: 'whole' };
  const halved = async (cuts: readonly number[]) => (cuts.some((cut) => cut >= 40) ? 'torn' : 'whole');

  expect(await randomCutsFact(random, halved)).toBe('cut at octets 40: torn');
  expect(await randomCutsFact(random, async () => 'whole')).toBe('whole');
});
