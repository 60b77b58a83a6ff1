import { expect, test } from 'vitest';
import { classroom50 } from './classroom50.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';

const options = { color: false, width: 80 };

test('scores are whole: each point is two, and those of the tests add up', () => {
  const result = JSON.parse(classroom50.render(sampleRuns.mixed, options));
  const sum = (key: string): number =>
    result.tests.reduce((total: number, test: Record<string, number>) => total + (test[key] ?? 0), 0);

  expect(result).toMatchObject({ schema: 'classroom50/result/v1', score: 2, 'max-score': 13 });
  expect([sum('score'), sum('max-score')]).toEqual([2, 13]);
  expect(result.tests[3]).toMatchObject({
    ...{ 'test-name': 'upload/server/extra-octets-ignored', passed: false, score: 0, 'max-score': 1 },
    ...{ verdict: 'warning', points: '0 of 0.5' },
    output: expect.stringContaining('warning: expected 10 octets in the store, found 12'),
  });
});

test('a test passed where its requirement did, and where nothing was concluded it says so', () => {
  const { tests } = JSON.parse(classroom50.render(sampleRuns.mixed, options));
  const passed = tests.filter((test: { passed: boolean }) => test.passed);
  const open = tests.find((test: { 'test-name': string }) => test['test-name'].endsWith('/name-over-limit'));

  expect(passed.map((test: { 'test-name': string }) => test['test-name'])).toEqual([
    'upload/server/stores-contents-exactly',
  ]);
  expect(open.output).toContain('its points are open: needs --store DIR or --fetch COMMAND');
});

test.each([
  ['nothing was judged', sampleRuns.unreached, /^nothing was judged: 192\.0\.2\.20:54321 was never reachable/],
  ['cases are missing', sampleRuns.incomplete, /^the run was not finished: /],
  ['nothing has points', sampleRun({ cases: [sampleCase({ level: 'MAY' })] }), /^nothing has points: /],
])('there is no result where %s', (_, run, why) => {
  expect(classroom50.refuses?.(run)).toMatch(why);
  expect(() => classroom50.render(run, options)).toThrow('cannot be graded');
});

test('the author of a program is told of no place on the machine that graded it', () => {
  const reproduce = 'sockspec run fortune/server --exec x --folder /home/grader/s/alice --only x';
  const failed = sampleCase({ verdict: 'fail', reason: 'saw /home/grader/s/alice/server.py', reproduce });
  const text = classroom50.render(sampleRun({ cases: [failed] }), options);

  expect(text).toContain('saw ./server.py');
  expect(text).not.toContain('grader');
});
