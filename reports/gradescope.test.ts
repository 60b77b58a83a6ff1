import { expect, test } from 'vitest';
import type { Run } from '../harness/contracts/run.ts';
import { gradescope } from './gradescope.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';

function results(run: Run) {
  return JSON.parse(gradescope.render(run, { color: false, width: 80 }));
}

/** The tests of a run, by the last part of their names. */
function testsOf(run: Run): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const { tests }: { readonly tests: readonly { readonly name: string }[] } = results(run);
  return Object.fromEntries(tests.map((test) => [test.name.split('/').at(-1), { ...test }]));
}

test('each requirement that counts is a test, with its score', () => {
  const { tests, execution_time, output } = results(sampleRuns.mixed);
  const { 'size-is-four-octets': failed, 'stores-contents-exactly': passed } = testsOf(sampleRuns.mixed);

  expect(tests).toHaveLength(7);
  expect(execution_time).toBe(3);
  expect(passed).toMatchObject({ score: 1, max_score: 1, status: 'passed', tags: ['MUST', 'pass'] });
  expect(failed).toMatchObject({ score: 0, max_score: 1, status: 'failed', output_format: 'text' });
  expect(output.split('\n').slice(-2)).toEqual([
    '1 of 6.5 points; 3 of them are open, since nothing was concluded',
    'not counted: 1 requirement (upload/server/serves-concurrent-clients)',
  ]);
});

test('a failed test tells its reason, its mend, and how it is repeated', () => {
  const cases = sampleRuns.mixed.cases.map((one) =>
    one.verdict === 'fail' ? { ...one, mend: 'Read four octets.' } : one,
  );

  expect(testsOf(sampleRun({ cases }))['size-is-four-octets']?.output).toBe(
    [
      'The size is four octets, big endian, and any of them may be 0x0A. (MUST, tutorial, chapter on uploads)',
      'fail: expected a.txt with 2560 octets in the store, but no file appeared there within 2 s',
      'usually mended: Read four octets.',
      'cases passed: 1/2',
      "reproduce: sockspec run upload/server --target 192.0.2.20:54321 --only 'upload/server/size-is-four-octets[2560]' --seed 7",
    ].join('\n'),
  );
});

test('a failure that comes of another has its own reason, and names the one that is mended first', () => {
  const cause = 'upload/server/size-is-four-octets';
  const root = sampleCase({ requirement: cause, verdict: 'fail', reason: 'expected 10 octets, found 9' });
  const other = sampleCase({
    requirement: 'upload/server/cut-size',
    verdict: 'fail',
    reason: 'not stored',
    explainedBy: cause,
  });

  expect(testsOf(sampleRun({ cases: [root, other] }))['cut-size']?.output).toContain(
    `\nfail: not stored\ndepends on ${cause}: mend that first\n`,
  );
});

test('what was not concluded is named so, and says what is missing', () => {
  const tests = testsOf(sampleRuns.mixed);

  expect(tests['name-over-limit (not concluded)']).toMatchObject({
    ...{ score: 0, max_score: 1, status: 'failed' },
    output: expect.stringContaining('so that its points are open: needs --store DIR or --fetch COMMAND'),
  });
  expect(tests['reset-survived (not concluded)']).toMatchObject({
    output: expect.stringContaining('sockspec itself failed, which is no fault of the program: the harness could not'),
  });
});

test.each([
  ['nothing was judged', sampleRuns.unreached, '192.0.2.20:54321 was never reachable: nothing was tested', 1],
  ['the run was not finished', sampleRuns.incomplete, 'incomplete: the run ended before', 2],
])('a run of which %s has one test that is named so, and can lose all points', (name, run, why, max_score) => {
  const { tests } = results(run);

  expect(tests).toEqual([
    { ...{ name, score: 0, max_score, status: 'failed' }, output: expect.stringContaining(why), output_format: 'text' },
  ]);
});

test('a program that could not be built is not judged, and what its build printed is told', () => {
  const text = 'server.c:3: error: \u001b[31mno\u001b[0m\n::error::owned\nmake: *** [server] Error 1\n';
  const reason = 'the build failed: "make" ended with status 2';
  const unbuilt = sampleCase({ verdict: 'inconclusive', reason, points: 4 });
  const cases = [{ ...unbuilt, evidence: [{ t: 0, who: 'iut', what: 'output', text } as const] }, unbuilt];

  expect(results(sampleRun({ cases })).tests).toEqual([
    {
      ...{ name: 'nothing was judged', score: 0, max_score: 4, status: 'failed', output_format: 'text' },
      output: `${reason}\nserver.c:3: error: \\x1B[31mno\\x1B[0m\n\\x3A:error::owned\nmake: *** [server] Error 1`,
    },
  ]);
});

test('the author of a program is told of no place on the machine that graded it', () => {
  const places = '/home/grader/class/s/müller jörg';
  const reproduce = `sockspec run fortune/server --exec 'python3 server.py' --folder '${places}' --only x`;
  const reason = `expected a phrase; saw ${places}/server.py and /home/grader/class/phrases.txt`;
  const failed = sampleCase({ verdict: 'fail', reason, reproduce });
  const unjudged = sampleCase({ verdict: 'inconclusive', reason, reproduce });

  for (const cases of [[failed], [failed, unjudged], [unjudged]]) {
    const text = gradescope.render(sampleRun({ cases }), { color: false, width: 80 });
    expect(text).toContain('./server.py and ../../phrases.txt');
    expect(text).not.toContain('grader');
  }
  expect(testsOf(sampleRun({ cases: [failed] }))).toMatchObject({
    [failed.requirement.split('/').at(-1) ?? '']: { output: expect.stringContaining(' --folder . --only x') },
  });
});
