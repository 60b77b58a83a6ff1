import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleCase, sampleRun } from '../../../reports/samples.ts';
import type { CaseResult, Evidence } from '../../contracts/run.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { folder } from '../shell.test.helper.ts';

const evidence: readonly Evidence[] = [
  { t: 0, who: 'harness', what: 'connect', connection: 1 },
  { t: 1, who: 'iut', what: 'receive', connection: 1, octets: 2, hex: '4f4b' },
  { t: 2, who: 'iut', what: 'fin', connection: 1 },
];

const failed = (id: string): CaseResult =>
  sampleCase({ ...{ id, requirement: 'upload/server/answers-nothing', verdict: 'fail' }, evidence: [...evidence] });

/** A saved run of these failures and a case that passes, and a folder that is not there yet. */
function saved(...ids: readonly string[]) {
  const made = folder();
  const run = join(made, 'run.json');
  writeFileSync(run, JSON.stringify(sampleRun({ cases: [sampleCase({ id: 'a/b/passes' }), ...ids.map(failed)] })));
  return { run, bugs: join(made, 'new', 'bugs') };
}

const reported = (run: string, bugs: string) => inProcess(['report', run, '--report', 'none', '--repro', bugs]);

test('each failure is two files in a folder that is made; the exit status stays that of the run', async () => {
  const { run, bugs } = saved('a/b/c[1]', 'a/b/c[2]');
  const { status, stdout, stderr } = await reported(run, bugs);

  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    `sockspec: 2 reproductions in ${bugs}, of which 2 tell by their exit status whether the failure is seen again\n`,
  );
  expect(readdirSync(bugs).sort()).toEqual(['a-b-c-1.hex.txt', 'a-b-c-1.py', 'a-b-c-2.hex.txt', 'a-b-c-2.py']);
});

test('a file of an earlier run is replaced, and what else is in the folder stays', async () => {
  const { run, bugs } = saved('a/b/c[1]');
  expect((await reported(run, bugs)).stderr).toBe(
    `sockspec: 1 reproduction in ${bugs}, of which 1 tells by its exit status whether the failure is seen again\n`,
  );
  const script = join(bugs, 'a-b-c-1.py');
  const before = readFileSync(script, 'utf8');
  writeFileSync(script, `${before}# an earlier one\n`);
  writeFileSync(join(bugs, 'notes.txt'), 'mine');

  expect((await reported(run, bugs)).status).toBe(1);
  expect(readFileSync(script, 'utf8')).toBe(before);
  expect(readFileSync(join(bugs, 'notes.txt'), 'utf8')).toBe('mine');
});

test.each([
  ['a file of somebody else', (path: string) => writeFileSync(path, 'mine')],
  ['a link that leads elsewhere', (path: string) => symlinkSync('/nowhere', path)],
  ['a folder', (path: string) => mkdirSync(path)],
])('%s is not replaced: it is named on one line, and nothing is written', async (_, make) => {
  const { run, bugs } = saved('a/b/c[1]', 'a/b/c[2]');
  mkdirSync(bugs, { recursive: true });
  make(join(bugs, 'a-b-c-2.py'));
  const { status, stderr } = await reported(run, bugs);

  expect(status).toBe(2);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toContain(`found ${join(bugs, 'a-b-c-2.py')}`);
  expect(readdirSync(bugs)).toEqual(['a-b-c-2.py']);
});

test.each([
  ['report', (run: string) => [run]],
  ['run', () => ['lines/server']],
])('%s refuses a file in place of the folder before anything is done', async (command, words) => {
  const { run } = saved('a/b/c[1]');
  const { status, stderr } = await inProcess([command, ...words(run), '--repro', run]);

  expect(status).toBe(2);
  expect(stderr).toContain(`--repro: expected a folder, found the file ${run}`);
});

test('a run without failures makes no folder', async () => {
  const { run, bugs } = saved();
  const { stderr } = await reported(run, bugs);

  expect(stderr).toContain('0 reproductions');
  expect(existsSync(bugs)).toBe(false);
});

test('a file of somebody else takes nothing from what a run came to', async () => {
  const bugs = folder();
  writeFileSync(join(bugs, 'lines-server-answers-nothing.py'), 'mine');
  const words = ['lines/server', '--fault', 'says-ok', '--only', '**/answers-nothing', '--strict', '--repro', bugs];
  const { status, stdout, stderr } = await inProcess(['run', ...words]);

  expect({ status, files: readdirSync(bugs) }).toEqual({ status: 1, files: ['lines-server-answers-nothing.py'] });
  expect(stdout).toContain('under --strict: 1 SHOULD failed');
  expect(stderr).toContain('sockspec: --repro: expected a free name or a file of an earlier --repro, found ');
});
