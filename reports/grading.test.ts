import { expect, test } from 'vitest';
import type { CaseResult } from '../harness/contracts/run.ts';
import { gradeOf, gradeWords, whyUngraded } from './grading.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';

/** A case of a requirement of its own. */
function one(name: string, changes: Partial<CaseResult> = {}): CaseResult {
  return sampleCase({ requirement: `upload/server/${name}`, ...changes });
}

test.each<[string, Partial<CaseResult>, readonly [number, number]]>([
  ['a MUST', {}, [1, 1]],
  ['a SHOULD', { level: 'SHOULD' }, [0.5, 0.5]],
  ['a MAY', { level: 'MAY' }, [0, 0]],
  ['a MUST with points of its own', { points: 3 }, [3, 3]],
  ['a MAY with points of its own', { level: 'MAY', points: 2 }, [2, 2]],
  ['a failed MUST', { verdict: 'fail' }, [0, 1]],
  ['a MUST that is known to fail', { verdict: 'fail', known: 'ticket 1' }, [0, 1]],
  ['a broken SHOULD', { verdict: 'warning', level: 'SHOULD' }, [0, 0.5]],
  ['an inconclusive MUST', { verdict: 'inconclusive' }, [0, 1]],
  ['a MUST of which the harness failed', { verdict: 'error' }, [0, 1]],
  ['a MUST that is not applicable', { verdict: 'not-applicable' }, [0, 0]],
  ['a MUST with points that is not applicable', { verdict: 'not-applicable', points: 3 }, [0, 0]],
  ['a MAY with points that is not met', { verdict: 'not-applicable', level: 'MAY', points: 2 }, [0, 2]],
])('%s earns its points, or none, of what it is worth', (_, changes, [points, of]) => {
  expect(gradeOf([one('a', changes)])).toMatchObject({ points, of });
});

test('a requirement of several cases is one row, which one failed case breaks', () => {
  const cases = ['pass', 'fail', 'pass'].map((verdict, index) =>
    one('a', { id: `upload/server/a[${index}]`, ...(verdict === 'fail' ? { verdict } : {}) }),
  );
  const { rows, points, of } = gradeOf(cases);

  expect(rows.map(({ requirement, verdict }) => [requirement, verdict])).toEqual([['upload/server/a', 'fail']]);
  expect([points, of]).toEqual([0, 1]);
});

test('points that are open are told apart from those that are lost', () => {
  const grade = gradeOf([
    one('a'),
    one('b', { verdict: 'fail' }),
    one('c', { verdict: 'inconclusive', points: 2.5 }),
    one('d', { verdict: 'error', level: 'SHOULD' }),
  ]);

  expect(grade).toMatchObject({ points: 1, of: 5, open: 3 });
  expect(gradeWords(grade)).toBe('1 of 5 points; 3 of them are open, since nothing was concluded');
  expect(gradeWords(gradeOf([one('a')]))).toBe('1 of 1 points');
});

test.each([
  [
    'no case was concluded',
    sampleRun({ cases: [one('a', { verdict: 'inconclusive', reason: 'refused' })] }),
    'refused',
  ],
  ['the harness failed in each', sampleRun({ cases: [one('a', { verdict: 'error', reason: 'broken' })] }), 'broken'],
  ['there is no case', sampleRuns.empty, 'no case was selected'],
  ['cases are missing', sampleRuns.incomplete, /^incomplete: /],
  ['no requirement has points', sampleRun({ cases: [one('a', { points: 0 })] }), /has points in the profile$/],
])('a run is not graded where %s', (_, run, why) => {
  const told = whyUngraded(run)?.why;

  if (typeof why === 'string') expect(told).toBe(why);
  else expect(told).toMatch(why);
});

test('a run in which one case was judged is graded', () => {
  const cases = [one('a', { verdict: 'inconclusive' }), one('b', { verdict: 'fail' })];

  expect(whyUngraded(sampleRun({ cases }))).toBeUndefined();
});
