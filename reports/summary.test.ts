import { expect, test } from 'vitest';
import { sampleCase, samplePart, sampleRuns } from './samples.ts';
import {
  ownReasonOf,
  requirementResults,
  suiteResults,
  summarize,
  unconcludedMusts,
  unjudgedTargets,
} from './summary.ts';

test('cases are counted by verdict', () => {
  expect(summarize(sampleRuns.mixed.cases)).toEqual({
    pass: 3,
    fail: 2,
    warning: 1,
    inconclusive: 2,
    notApplicable: 1,
    error: 1,
  });
});

test('a requirement is worth the gravest of its cases and gives the reason of the first such case', () => {
  const cases = [
    sampleCase({ reason: 'a remark' }),
    sampleCase({ verdict: 'inconclusive', reason: 'nothing was seen' }),
    sampleCase({ verdict: 'fail', reason: 'the first failure' }),
    sampleCase({ verdict: 'fail', reason: 'the second failure' }),
  ];

  expect(requirementResults(cases)).toEqual([
    expect.objectContaining({ verdict: 'fail', reason: 'the first failure', flaky: false, cases }),
  ]);
});

test('the same requirement on two targets is two results', () => {
  const cases = [sampleCase(), sampleCase({ target: 'pc', verdict: 'fail', reason: 'other' }), sampleCase()];

  expect(requirementResults(cases).map(({ target, verdict, cases: own }) => [target, verdict, own.length])).toEqual([
    ['phone', 'pass', 2],
    ['pc', 'fail', 1],
  ]);
});

test('suites come in the order of the targets, those of other suites after them, and those without cases too', () => {
  expect(
    suiteResults(sampleRuns.severalTargets).map(({ suite, target, reached, cases }) => [
      suite,
      target,
      reached?.kind,
      cases.length,
    ]),
  ).toEqual([
    ['upload/server', 'phone', 'address', 4],
    ['fortune/client', 'pc', 'exec', 1],
    ['lines/server', 'idle', 'reference', 0],
    ['frames', 'pc', 'exec', 1],
  ]);
});

test('one name on two suites is two groups, each reached in its own way', () => {
  const run = {
    ...sampleRuns.conformant,
    targets: [
      { name: 'all', protocol: 'upload', role: 'server', kind: 'reference', address: 'one' },
      { name: 'all', protocol: 'fortune', role: 'server', kind: 'reference', address: 'two' },
    ] as const,
    cases: [sampleCase({ target: 'all' }), sampleCase({ target: 'all', requirement: 'fortune/server/speaks-first' })],
  };

  const groups = suiteResults({ ...run, targets: [...run.targets] });

  expect(groups.map(({ suite, reached, cases }) => [suite, reached?.address, cases.length])).toEqual([
    ['upload/server', 'one', 1],
    ['fortune/server', 'two', 1],
  ]);
});

test('a MUST is not concluded where a case is inconclusive and none failed; a SHOULD never counts', () => {
  const inconclusive = { verdict: 'inconclusive', reason: 'needs --store DIR' } as const;

  expect(unconcludedMusts([])).toBe(0);
  expect(unconcludedMusts([sampleCase(), sampleCase(inconclusive), sampleCase(inconclusive)])).toBe(1);
  expect(unconcludedMusts([sampleCase(inconclusive), sampleCase({ ...inconclusive, target: 'pc' })])).toBe(2);
  expect(unconcludedMusts([sampleCase(inconclusive), sampleCase({ verdict: 'fail' })])).toBe(0);
  expect(unconcludedMusts([sampleCase({ ...inconclusive, level: 'SHOULD' })])).toBe(0);
});

test('a target is not judged where nothing of it was concluded, with the reason that most of its cases give', () => {
  const phone = sampleRuns.conformant.targets[0];
  if (phone === undefined) throw new Error('the sample has a target');
  const targets = ['dead', 'alive', 'not meant'].map((name) => ({ ...phone, name }));
  const cases = [
    sampleCase({ target: 'dead', verdict: 'inconclusive', reason: 'a remark' }),
    ...['1', '2'].map((id) => sampleCase({ id, target: 'dead', verdict: 'inconclusive', reason: 'refused' })),
    sampleCase({ target: 'dead', verdict: 'not-applicable', reason: 'not declared' }),
    sampleCase({ target: 'alive', verdict: 'warning' }),
  ];

  expect(unjudgedTargets({ targets, cases })).toEqual([{ name: 'dead', reason: 'refused' }]);
  expect(unjudgedTargets({ targets, cases, notJudged: [] })).toEqual([]);
});

test('a flaky requirement says so once, whether its reason does already or not', () => {
  const own = (reason: string): string => ownReasonOf({ flaky: true, known: '', reason });

  expect(own('flaky: pass, fail; no file')).toBe('flaky: pass, fail; no file');
  expect(own('no file')).toBe('flaky: no file');
  expect(own('')).toBe('flaky');
});

test('a target some of whose cases were judged names the shard that is missing; one that was not reached says why', () => {
  const shard = { index: 1, of: 2 };
  const judged = (verdict: 'pass' | 'inconclusive') => {
    const cases = [sampleCase({ target: 'phone', verdict, reason: verdict === 'pass' ? '' : 'nothing listens' })];
    const targets = sampleRuns.quick.targets.map((target) => ({ ...target, name: 'phone' }));
    return unjudgedTargets({
      targets,
      cases,
      notJudged: ['phone'],
      parts: [samplePart({ targets: ['phone'], shard })],
    });
  };

  expect(judged('pass')).toEqual([{ name: 'phone', reason: 'shard 2 of 2 is missing' }]);
  expect(judged('inconclusive')).toEqual([{ name: 'phone', reason: 'nothing listens' }]);
});
