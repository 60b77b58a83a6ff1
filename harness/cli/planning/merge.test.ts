import { expect, test } from 'vitest';
import { sampleCase, samplePart, sampleRun, sampleRuns, sampleTested } from '../../../reports/samples.ts';
import { whyNotWhole } from '../../../reports/whole.ts';
import type { Run, RunTarget } from '../../contracts/run.ts';
import type { Tested } from '../../contracts/tested.ts';
import { mergeRuns } from './merge.ts';
import { narrowed } from './narrow.ts';

/** What becomes of the extent of quick runs, of shards that are missing, and of parts that judged different programs; all else is shown by the tests of `sockspec report`. */

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

test('a shard that is missing is not forgotten where the report tells of its target alone', () => {
  const { name, merged } = shards(2);

  expect(narrowed(merged, [name])).toMatchObject({ exitStatus: 3, notJudged: [name] });
});

test('no shard is missing of a target all of whose cases another part was to judge', () => {
  const { name, merged } = shards(1);
  const parts = [...merged.parts, samplePart({ targets: [name] })];

  expect(whyNotWhole(merged).get(name)).toBe('shard 2 of 3, 3 of 3 is missing');
  expect(whyNotWhole({ ...merged, parts })).toEqual(new Map());
});

const digits = (digit: string): string => digit.repeat(64);
const script = (sha256: string) => ({ what: 'script', path: '/opt/server.py', sha256 }) as const;

const { version: _, ...unversioned } = sampleTested();

/** The parts of one run, whose program was this in each of them; each has a case. */
function partsOf(tested: readonly Tested[]): Run {
  const [one, ...others] = tested.map((was, index) => {
    const targets = sampleRun().targets.map((target) => ({ ...target, tested: [was] }));
    const shard = { index: index + 1, of: tested.length };
    const parts = [samplePart({ shard })];
    const run = sampleRun({ targets, parts, cases: [sampleCase({ id: `upload/server/takes-one[${index}]` })] });
    return { file: `part-${index}.json`, label: undefined, run };
  });
  if (one === undefined) throw new Error('expected a part, found none');
  return mergeRuns([one, ...others]);
}

test.each<[string, readonly Partial<Tested>[], string]>([
  ['versions', [{ version: '2.1' }, { version: '2.2' }], 'versions 2.1 and 2.2'],
  [
    'programs',
    ['a', 'b'].map((digit) => ({ files: [{ ...script(digits(digit)), what: 'program' }] })),
    '2 hashes of its program',
  ],
  [
    'scripts, of three',
    ['a', 'b', 'a'].map((digit) => ({ files: [{ ...script(digits('c')), what: 'program' }, script(digits(digit))] })),
    '2 hashes of its script',
  ],
])('a target whose parts are of different %s is not judged', (_, tested, difference) => {
  const merged = partsOf(tested.map(sampleTested));

  expect(merged).toMatchObject({ exitStatus: 3, outcome: 'inconclusive', notJudged: ['phone'] });
  expect(merged.conclusion).toBe(
    `1 of 1 target was not judged: phone (its parts judged different programs: ${difference})`,
  );
  expect(mergeRuns([{ file: 'merged.json', label: undefined, run: merged }])).toBe(merged);
});

test.each<[string, readonly Partial<Tested>[]]>([
  ['are the same', [{}, {}]],
  [
    'stand in other folders',
    ['/a/server.py', '/b/server.py'].map((path) => ({ files: [{ ...script(digits('a')), path }] })),
  ],
  [
    'have no hash in one part',
    [{ files: [script(digits('a'))] }, { files: [{ what: 'script', path: '/x', problem: 'gone' }] }],
  ],
  ['were judged with other limits', [{}, { declaration: [] }]],
])('programs of parts that %s are no different ones', (_, tested) => {
  expect(partsOf(tested.map(sampleTested))).toMatchObject({ exitStatus: 0, notJudged: [] });
});

test('a version that one part does not tell is no different one', () => {
  expect(partsOf([sampleTested(), unversioned])).toMatchObject({ exitStatus: 0, notJudged: [] });
});
