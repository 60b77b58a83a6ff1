import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Run, RunTarget } from '../harness/contracts/run.ts';
import type { Tested } from '../harness/contracts/tested.ts';
import { compareRuns } from './comparison.ts';
import { renderComparison } from './comparison-table.ts';
import { differencesOf } from './differences.ts';
import { readRun } from './json.ts';
import { samplePart, sampleRun, sampleRuns, sampleTested } from './samples.ts';

const [target] = sampleRun().targets;

function runOf(...tested: readonly Tested[]): Run {
  return sampleRun({ targets: target === undefined ? [] : [{ ...target, tested: [...tested] }] });
}

const declared = sampleTested().declaration;

/** The declaration with other values. */
function declaring(values: Readonly<Record<string, number | undefined>>): Tested {
  const declaration = declared.flatMap((entry) => {
    const value = entry.key in values ? values[entry.key] : entry.value;
    return value === undefined ? [] : [{ ...entry, value }];
  });
  return sampleTested({ declaration });
}

const protocol = (digit: string): Tested =>
  sampleTested({ files: [{ what: 'protocol', path: `${digit}.yaml`, sha256: digit.repeat(64) }] });

function targeted(changes: Partial<RunTarget>): Run {
  const run = runOf(sampleTested());
  return { ...run, targets: run.targets.map((one) => ({ ...one, ...changes })) };
}

function sharded(...shards: readonly (readonly [index: number, of: number])[]): Run {
  return { ...runOf(sampleTested()), parts: shards.map(([index, of]) => samplePart({ shard: { index, of } })) };
}

test.each<[string, Run, Run, readonly string[]]>([
  ['nothing', runOf(sampleTested()), runOf(sampleTested()), []],
  ['another program and version alone', runOf(sampleTested()), runOf(sampleTested({ version: '3', files: [] })), []],
  [
    'values',
    runOf(sampleTested()),
    runOf(declaring({ 'capabilities.largestFileMiB': 64, 'limits.replyMs': 1 })),
    ['capabilities.largestFileMiB of phone: 8 before, 64 now', 'limits.replyMs of phone: 2000 before, 1 now'],
  ],
  [
    'an entry less',
    runOf(sampleTested()),
    runOf(declaring({ 'limits.idleMs': undefined })),
    ['limits.idleMs of phone: 5000 before, undeclared now'],
  ],
  [
    'a part among several',
    runOf(sampleTested()),
    runOf(sampleTested(), declaring({ 'limits.replyMs': 1 })),
    ['limits.replyMs of phone: 2000 before, 2000 and 1 now'],
  ],
  [
    'another description',
    runOf(protocol('a')),
    runOf(protocol('b')),
    ['protocol of phone: aaaaaaaaaaaa before, bbbbbbbbbbbb now'],
  ],
  [
    'a description where there was none',
    runOf(sampleTested()),
    runOf(protocol('b')),
    ['protocol of phone: none before, bbbbbbbbbbbb now'],
  ],
  ['another seed', runOf(sampleTested()), { ...runOf(sampleTested()), seed: 8 }, ['seed: 7 before, 8 now']],
  [
    'a part of the cases',
    runOf(sampleTested()),
    sharded([1, 2], [3, 4]),
    ['part of the cases: all before, 1/2 and 3/4 now'],
  ],
  ['all parts of the cases', runOf(sampleTested()), sharded([1, 2], [2, 2]), []],
  [
    'one case a requirement',
    runOf(sampleTested()),
    targeted({ quick: { cases: 1, of: 2 } }),
    ['cases of phone: all before, one a requirement (--quick) now'],
  ],
  [
    'another way to reach it, and other observers',
    runOf(sampleTested({ observers: ['output', 'exec'] })),
    targeted({ kind: 'exec' }),
    ['way to reach phone: address before, exec now', 'observers of phone: exec + output before, store now'],
  ],
  [
    'observers in another order, and none',
    runOf(sampleTested({ observers: ['output', 'exec'] }), sampleTested({ observers: ['exec', 'output'] })),
    runOf(sampleTested({ observers: [] })),
    ['observers of phone: exec + output before, none now'],
  ],
  ['nothing is told of a target', runOf(), runOf(sampleTested()), ['declaration of phone: not told before, told now']],
])('%s', (_, earlier, later, lines) => {
  expect(differencesOf(earlier, later)).toEqual(lines);
});

test('the one target of a suite is the same, whatever its name; of several, each is itself', () => {
  const later = runOf(declaring({ 'limits.replyMs': 1 }));
  const named = (name: string) => later.targets.map((one) => ({ ...one, name }));

  expect(differencesOf(runOf(sampleTested()), { ...later, targets: named('tv') })).toEqual([
    'limits.replyMs of tv: 2000 before, 1 now',
  ]);
  expect(differencesOf(runOf(sampleTested()), { ...later, targets: [...named('tv'), ...named('phone')] })).toEqual([
    'limits.replyMs of phone: 2000 before, 1 now',
  ]);
});

function revised(version: number, digit: string, suite: string): Run {
  const suites = [{ suite: 'upload/server', sha256: suite.repeat(64), requirements: [], cases: 0 }];
  return {
    ...runOf(sampleTested()),
    parts: [samplePart({ requirements: { version, sha256: digit.repeat(64), suites } })],
  };
}

test('another revision is told, and of the suites that judged those that changed', () => {
  const line = 'requirements: revision 1 (aaaaaaaaaaaa) before, revision 2 (bbbbbbbbbbbb) now';

  expect(differencesOf(revised(1, 'a', 'c'), revised(2, 'b', 'c'))).toEqual([line]);
  expect(differencesOf(revised(1, 'a', 'c'), revised(2, 'b', 'd'))).toEqual([
    line,
    'requirements of upload/server: cccccccccccc before, dddddddddddd now',
  ]);
});

const ofVersion1 = readRun(readFileSync(new URL('../fixtures/reports/version-1.json', import.meta.url), 'utf8'), '1');

test('a report of version 1 tells nothing of it, which is no sameness', () => {
  const now = { ...ofVersion1, parts: sampleRun().parts };

  expect(differencesOf(ofVersion1, now)[0]).toBe('requirements: not told before, revision 1 (0123456789ab) now');
  expect(differencesOf(ofVersion1, ofVersion1)).toEqual(['requirements: told in neither run']);
  expect(
    differencesOf(ofVersion1, { ...ofVersion1, parts: [samplePart({ shard: { index: 1, of: 2 } })] }),
  ).toHaveLength(1);
});

test('names of targets reach no terminal as they are', () => {
  const { hostile } = sampleRuns;
  const later = { ...hostile, targets: hostile.targets.map((one) => ({ ...one, tested: [sampleTested()] })) };
  const options = { color: false, width: 100 };
  const text = renderComparison(compareRuns(hostile, later), { text: 'x', verdict: 'pass' }, options);

  expect(text).toMatch(/^the runs were not judged by the same:\n {2}declaration of \\x1B\]0;owned/);
  expect(text).not.toMatch(/[^\P{C}\n]/u);
});
