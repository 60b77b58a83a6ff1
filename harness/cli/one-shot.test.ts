import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { folder, needs, program, requirementsWith, runReport } from './shell.test.helper.ts';

beforeEach((context) => needs(context, 'python3'));

/**
 * Servers that end after their first client, as the tutorial's record server does. Launched again for the next one they
 * serve it, so that a fault does not count against them, unless it has ended them in another way than any client does.
 */

const limits = { replyMs: 1000, recoveryMs: 1000, closeMs: 1000 };

async function judged(suite: string, words: string, only: readonly string[] = []) {
  const profile = join(folder(), 'profile.json');
  writeFileSync(profile, JSON.stringify({ targets: [{ suite, exec: `python3 ${words} {host} {port}`, limits }] }));
  return runReport(['--profile', profile, ...only.flatMap((key) => ['--only', `${suite}/${key}`])]);
}

test.each([
  ['record/server', 'record_single_shot.py', []],
  ['lines/server', 'lines_serves_once.py', ['serves-one-after-another']],
])('%s: %s', { timeout: 300_000 }, async (suite, name, musts) => {
  const { run, status } = await judged(suite, `'${program(name)}'`);

  expect(status).toBe(musts.length === 0 ? 0 : 1);
  expect(requirementsWith(run.cases, 'fail', 'warning')).toEqual(musts);
  expect(requirementsWith(run.cases, 'error')).toEqual([]);
  const launchedAgain = run.cases.find(({ notes }) => notes.some((note) => note.includes('launched again')));
  expect(launchedAgain?.verdict).toBe('pass');
});

test.each([
  ['in its only thread', '', 'the IUT has ended with exit status 1, by an error that it did not handle'],
  [
    'in the thread of its client',
    ' thread',
    'the IUT has ended with exit status 0, by an error that it did not handle',
  ],
])('a fault that crashes it %s has stopped it', { timeout: 120_000 }, async (_, mode, words) => {
  const command = `-c 'import runpy, sys; sys.argv = sys.argv[1:] + "${mode}".split(); runpy.run_path(sys.argv[0], run_name="__main__")' '${program('record_single_shot_dies.py')}'`;

  const { run, status } = await judged('record/server', command, [
    'shows-record*',
    'short-data',
    'closes-after-record',
  ]);

  expect(status).toBe(1);
  expect(requirementsWith(run.cases, 'fail')).toEqual(['short-data']);
  expect(run.cases.find(({ verdict }) => verdict === 'fail')?.reason).toContain(words);
  expect(requirementsWith(run.cases, 'pass')).toContain('closes-after-record');
});
