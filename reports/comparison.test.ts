import { expect, test } from 'vitest';
import type { Verdict } from '../harness/contracts/verdict.ts';
import { compareRuns } from './comparison.ts';
import { renderComparison } from './comparison-table.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';

const runOf = (verdict: Verdict | undefined, target = 'phone') =>
  sampleRun({
    cases: verdict === undefined ? [] : [sampleCase({ id: 'a', verdict, target, reason: `is ${verdict}` })],
  });

test.each<[Verdict | undefined, Verdict | undefined, string | undefined]>([
  ['pass', 'fail', 'regressed'],
  ['pass', 'warning', 'regressed'],
  ['pass', 'error', 'regressed'],
  ['inconclusive', 'fail', 'regressed'],
  ['not-applicable', 'fail', 'regressed'],
  [undefined, 'fail', 'new-failure'],
  ['pass', 'inconclusive', 'lost'],
  ['pass', 'not-applicable', 'lost'],
  ['fail', 'inconclusive', 'lost'],
  ['fail', 'pass', 'mended'],
  ['warning', 'pass', 'mended'],
  ['inconclusive', 'pass', 'gained'],
  [undefined, 'pass', 'new'],
  [undefined, 'inconclusive', 'new'],
  ['pass', undefined, 'gone'],
  ['fail', undefined, 'gone'],
  ['pass', 'pass', undefined],
  ['fail', 'fail', undefined],
  ['fail', 'error', undefined],
  ['inconclusive', 'not-applicable', undefined],
])('from %s to %s: %s', (before, after, change) => {
  const { changed, common, stillBroken } = compareRuns(runOf(before), runOf(after));

  expect(changed.map((one) => one.change)).toEqual(change === undefined ? [] : [change]);
  for (const one of changed) {
    expect(one).toMatchObject({ id: 'a', target: 'phone', level: 'MUST', reason: `is ${after ?? before}` });
    expect([one.before, one.after]).toEqual([before, after]);
  }
  expect(common).toBe(before === undefined || after === undefined ? 0 : 1);
  expect(stillBroken).toBe(before === 'fail' && change === undefined ? 1 : 0);
});

test('the one target of a suite is the same, whatever its address; of several, each is itself', () => {
  const two = (second: Verdict) =>
    sampleRun({ cases: [sampleCase({ target: 'phone' }), sampleCase({ target: 'pc', verdict: second })] });

  expect(compareRuns(runOf('pass', '192.0.2.1:1'), runOf('fail', '192.0.2.2:2')).changed).toMatchObject([
    { change: 'regressed', target: '192.0.2.2:2' },
  ]);
  expect(compareRuns(two('pass'), two('fail')).changed).toMatchObject([{ change: 'regressed', target: 'pc' }]);
  expect(compareRuns(runOf('pass', 'tv'), two('pass')).changed.map(({ change }) => change)).toEqual([
    'new',
    'new',
    'gone',
  ]);
});

test('what got worse stands first', () => {
  const of = (...verdicts: readonly Verdict[]) =>
    sampleRun({ cases: verdicts.map((verdict, index) => sampleCase({ id: `${index}`, verdict })) });
  const { changed } = compareRuns(
    of('fail', 'inconclusive', 'pass', 'pass'),
    of('pass', 'pass', 'fail', 'inconclusive'),
  );

  expect(changed.map(({ change }) => change)).toEqual(['regressed', 'lost', 'mended', 'gained']);
});

test.each([80, 140])('the table tells each change under its heading, in lines of %i columns', (width) => {
  const comparison = compareRuns(sampleRuns.conformant, sampleRuns.mixed);
  const text = renderComparison(comparison, { text: 'so it is', verdict: 'fail' }, { color: false, width });

  expect(text).toMatch(/^on phone\n\nnew and broken \(4\)\n {2}upload\/server\/size-is-four-octets\[2560\]/);
  expect(text).toContain('none → ✗ fail');
  expect(text.replace(/\s+/g, ' ')).toContain('but no file appeared there within 2 s');
  expect(text).toMatch(/^gone \(1\)$/m);
  expect(text).toMatch(/\n\nso it is\n$/);
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(width);
});

test('of several targets, each case is told with its own', () => {
  const text = renderComparison(
    compareRuns(sampleRun(), sampleRuns.severalTargets),
    { text: 'so it is', verdict: 'fail' },
    { color: false, width: 140 },
  );

  expect(text).toMatch(/^new and broken/);
  expect(text).toMatch(/fortune\/client\/sends-nothing\[1\] on pc +MUST/);
});

test('a reason that stands on its own line is no command to a CI server', () => {
  const later = sampleRun({ cases: [sampleCase({ verdict: 'fail', reason: '::stop-commands::x' })] });
  const text = renderComparison(
    compareRuns(sampleRun(), later),
    { text: 'x', verdict: 'pass' },
    { color: false, width: 60 },
  );

  expect(text).toMatch(/^ +\\x3A:stop-commands::x$/m);
});

test('text of the implementation does not reach the terminal as it is', () => {
  const comparison = compareRuns(sampleRun(), sampleRuns.hostile);
  const text = renderComparison(comparison, { text: 'x', verdict: 'pass' }, { color: false, width: 100 });

  expect(text).toContain('\\x1B');
  expect(text).not.toMatch(/[^\P{C}\n]/u);
});
