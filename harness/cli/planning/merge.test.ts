import { expect, test } from 'vitest';
import { sampleCase, sampleRuns } from '../../../reports/samples.ts';
import type { Run, RunTarget } from '../../contracts/run.ts';
import { mergeRuns } from './merge.ts';

/** What becomes of the extent of quick runs; all else is shown by the tests of `sockspec report`. */

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
