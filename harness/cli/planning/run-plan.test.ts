import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { suiteAt } from '../../../suites/index.ts';
import { plansOf } from './plans.test.helper.ts';
import { longestFirst } from './run-plan.ts';

const secondsOf = (path: string): number => suiteAt(path).seconds;

test('the longest suites begin first', async () => {
  const plans = longestFirst(await plansOf());

  const seconds = plans.map(({ target, shard }) => secondsOf(target.suite) / (shard?.of ?? 1));
  expect(seconds).toEqual(seconds.toSorted((one, other) => other - one));
});

test('a long suite of a built-in server is judged in parts that are not long, each case in one of them', async () => {
  const plans = await plansOf();
  const begun = longestFirst(plans);

  const shards = begun.flatMap(({ target, shard }) => (shard === undefined ? [] : [{ name: target.name, shard }]));
  for (const name of ['reference upload', 'reference rx', 'reference record', 'reference lines']) {
    const own = shards.filter((one) => one.name === name).map(({ shard }) => shard);
    expect(own).toEqual(own.map((_, before) => ({ index: before + 1, of: own.length })));
    expect(own.length).toBeGreaterThan(1);
  }
  expect(begun.filter(({ target, shard }) => secondsOf(target.suite) / (shard?.of ?? 1) > 6)).toEqual([]);
  expect(new Set(begun.map(({ target }) => target.name))).toEqual(new Set(plans.map(({ target }) => target.name)));
});

test('a few requirements of a long suite are not parted: a second thread would take longer to begin', async () => {
  const one = await plansOf('upload/server', '--only', 'upload/server/large-file');
  const most = await plansOf('upload/server', '--only', 'upload/server/[a-s]*');

  expect(longestFirst(one)).toEqual(one);
  expect(longestFirst(most)).toHaveLength(5 * most.length);
});

test('what is launched is not parted, nor is the shard of a run', async () => {
  const launched = await plansOf('upload/server', '--exec', 'x {port}');
  const shard = await plansOf('--shard', '1/3');

  expect(longestFirst(launched)).toEqual(launched);
  expect(longestFirst(shard)).toHaveLength(shard.length);
  expect(new Set(longestFirst(shard).map((plan) => plan.shard?.of))).toEqual(new Set([3]));
});

test('a target of a profile is not judged by what it skips itself, nor by what the profile skips', async () => {
  const file = profileFile({
    targets: [
      { suite: 'lines/server', exec: 'x {port}', skip: ['lines/server/long-line[1024]', 'lines/server/endless-line'] },
      { suite: 'record/server', exec: 'y {port}' },
      { suite: 'frames', reference: 'captures', skip: ['frames/checksums'] },
    ],
    skip: ['*/server/answers-nothing'],
  });
  const skips = async (...words: readonly string[]): Promise<unknown> =>
    (await plansOf('--profile', file, ...words)).map(({ selection }) => selection.skip);

  expect(await skips()).toEqual([
    ['*/server/answers-nothing', 'lines/server/long-line[1024]', 'lines/server/endless-line'],
    ['*/server/answers-nothing'],
    ['*/server/answers-nothing', 'frames/checksums'],
  ]);
  expect(await skips('--skip', 'lines/server/empty-lines')).toEqual([
    ['lines/server/empty-lines'],
    ['lines/server/empty-lines'],
    ['lines/server/empty-lines'],
  ]);
});

test('what a target skips must mean a requirement', async () => {
  const file = profileFile({ targets: [{ suite: 'lines/server', exec: 'x {port}', skip: ['lines/server/short'] }] });

  await expect(plansOf('--profile', file)).rejects.toThrow(
    /^targets\[0\]\.skip: expected a glob over requirement ids .*, found "lines\/server\/short"$/,
  );
});

test('a quick run starts each requirement of a client that is started by hand once', async () => {
  const file = profileFile({
    targets: [
      { suite: 'fortune/client', listen: '127.0.0.1:1', name: 'by hand' },
      { suite: 'fortune/client', exec: 'x {host} {port}', name: 'launched' },
    ],
  });

  const plans = await plansOf('--profile', file, '--quick');
  expect(plans.map(({ quick }) => quick)).toEqual([true, undefined]);
  await expect(plansOf('fortune/client', '--exec', 'x {host} {port}', '--quick')).rejects.toThrow(
    '--quick: expected a client that is started by hand (--listen), found none',
  );
});

function profileFile(profile: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'sockspec profile-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'profile.json'), JSON.stringify(profile));
  return join(folder, 'profile.json');
}
