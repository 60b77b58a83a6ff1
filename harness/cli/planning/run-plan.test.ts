import { expect, test } from 'vitest';
import { suiteAt } from '../../../suites/index.ts';
import { plansOf } from './plans.test.helper.ts';
import { longestFirst } from './run-plan.ts';

const secondsOf = (path: string): number => suiteAt(path).seconds;

test('the longest suites begin first', async () => {
  const plans = longestFirst(await plansOf());

  const seconds = plans.map(({ target }) => secondsOf(target.suite));
  expect(seconds).toEqual(seconds.toSorted((one, other) => other - one));
});

test('a long suite of a built-in endpoint is judged in halves, each case in one of them', async () => {
  const plans = await plansOf();
  const begun = longestFirst(plans);

  const halved = begun.filter(({ shard }) => shard !== undefined);
  expect(new Set(halved.map(({ target }) => target.suite))).toEqual(new Set(['upload/server']));
  expect(halved.map(({ target, shard }) => [target.name, shard])).toEqual(
    ['reference upload', 'reference rx'].flatMap((name) => [1, 2].map((index) => [name, { index, of: 2 }])),
  );
  expect(new Set(begun.map(({ target }) => target.name))).toEqual(new Set(plans.map(({ target }) => target.name)));
});

test('what is launched is not halved, nor is the shard of a run', async () => {
  const launched = await plansOf('upload/server', '--exec', 'x {port}');
  const shard = await plansOf('--shard', '1/3');

  expect(longestFirst(launched)).toEqual(launched);
  expect(longestFirst(shard)).toHaveLength(shard.length);
  expect(new Set(longestFirst(shard).map((plan) => plan.shard?.of))).toEqual(new Set([3]));
});
