import { expect, test } from 'vitest';
import { sampleCase, samplePart, sampleRuns } from '../../../reports/samples.ts';
import type { Run, RunTarget } from '../../contracts/run.ts';
import { mergeRuns } from './merge.ts';

/** What becomes of the extent of quick runs, and of shards that are missing; all else is shown by the tests of `sockspec report`. */

function partOf(id: string, quick: RunTarget['quick']): Run {
  const targets = sampleRuns.quick.targets.map(({ quick: _, ...target }) =>
    quick === undefined ? target : { ...target, quick },
  );
  return { ...sampleRuns.quick, targets, cases: [sampleCase({ id, requirement: 'upload/client/missing-file' })] };
}

const first = partOf('upload/client/missing-file', { cases: 10, of: 21 });

test.each([
  ['of two shards of a quick run is that of both', { cases: 9, of: 20 }, { cases: 19, of: 41 }],
  ['is gone where the other part leaves out nothing', undefined, undefined],
])('the extent %s', (_, quick, merged) => {
  const saved = [first, partOf('upload/client/missing-file[2]', quick)].map((run) => ({
    file: '',
    label: undefined,
    run,
  }));
  const [one = { file: '', label: undefined, run: first }, ...others] = saved;

  expect(mergeRuns([one, ...others]).targets.map((target) => target.quick)).toEqual([merged]);
});

/** The reports of these shards of three. */
function shards(...indexes: readonly number[]) {
  const [target] = sampleRuns.quick.targets.map(({ quick: _, ...rest }) => rest);
  if (target === undefined) throw new Error('expected a target, found none');
  const [one, ...others] = indexes.map((index) => ({
    file: `part-${index}.json`,
    label: undefined,
    run: {
      ...sampleRuns.quick,
      targets: [target],
      parts: [samplePart({ targets: [target.name], shard: { index, of: 3 } })],
      cases: [
        sampleCase({ id: `upload/client/missing-file[${index}]`, target: target.name, verdict: 'pass', reason: '' }),
      ],
    },
  }));
  if (one === undefined) throw new Error('expected a shard, found none');
  return { name: target.name, merged: mergeRuns([one, ...others]) };
}

test.each([
  [[1, 3], '2 of 3'],
  [[2], '1 of 3, 3 of 3'],
])('of shards %j of three the target is not judged', (indexes, missing) => {
  const { name, merged } = shards(...indexes);

  expect(merged).toMatchObject({ exitStatus: 3, outcome: 'inconclusive', notJudged: [name] });
  expect(merged.conclusion).toContain(`${name} (shard ${missing} is missing)`);
});

test('all shards are the whole, in whatever order', () => {
  expect(shards(3, 1, 2).merged).toMatchObject({ exitStatus: 0, notJudged: [] });
});
