import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readRun } from '../../../reports/json.ts';
import { sampleCase, samplePart } from '../../../reports/samples.ts';
import { UsageError } from '../../contracts/errors.ts';
import type { CaseResult } from '../../contracts/run.ts';
import { inProcess } from '../in-process.test.helper.ts';
import { folder } from '../shell.test.helper.ts';
import { caseIds } from './cases.ts';
import { plansOf } from './plans.test.helper.ts';
import { resume } from './resume.ts';
import { runOf } from './run-of.ts';
import { runTarget } from './run-targets.ts';

/** What a run makes of an earlier one that was stopped. Nothing listens at its target: nobody is asked. */

const words = ['lines/server', '--target', '127.0.0.1:9'];
const NAME = '127.0.0.1:9';

function caseOf(id: string, more: Partial<CaseResult> = {}): CaseResult {
  return sampleCase({ id, requirement: id.replace(/\[.*$/, ''), target: NAME, ...more });
}

/** Saves a run of that target with these cases; resolves to its file. */
async function saved(cases: readonly CaseResult[], seed = 1): Promise<string> {
  const targets = (await plansOf(...words)).map(({ target }) => runTarget(target));
  const facts = { started: '2010-02-01T12:00:00.000Z', durationMs: 3210, complete: false, seed, parts: [samplePart()] };
  const run = runOf({ ...facts, targets, cases, interrupted: true, errors: [] });
  const file = join(folder(), 'run.json');
  writeFileSync(file, JSON.stringify(run));
  return file;
}

test('cases with a verdict are judged; what was inconclusive or an error is left', async () => {
  const [one = '', two = '', three = '', four = '', ...rest] = await caseIds(['lines/server']);
  const verdicts = [
    caseOf(one),
    caseOf(two, { verdict: 'fail', failsRun: true, known: 'an old mark' }),
    caseOf(three, { verdict: 'inconclusive', reason: 'skipped' }),
    caseOf(four, { verdict: 'error' }),
  ];
  const { plans, left, counts, joined, durationMs, started } = await resume(
    await saved(verdicts),
    await plansOf(...words),
  );

  expect(plans.map(({ judged }) => judged)).toEqual([[one, two]]);
  expect(left).toEqual(plans);
  expect(counts).toEqual([{ target: NAME, judged: 2, of: rest.length + 4 }]);
  expect({ started, durationMs }).toEqual({ started: '2010-02-01T12:00:00.000Z', durationMs: 3210 });
  const all = joined([caseOf(four), caseOf(rest[0] ?? '')]);
  expect(all).toHaveLength(5);
  expect(Object.fromEntries(all.map(({ id, verdict }) => [id, verdict]))).toEqual({
    ...{ [one]: 'pass', [two]: 'fail', [three]: 'inconclusive' },
    ...{ [four]: 'pass', [rest[0] ?? '']: 'pass' },
  });
  expect(all.filter(({ failsRun, known }) => failsRun !== undefined || known !== undefined)).toEqual([]);
});

test('a run of which nothing is left is reported as it is, and ends with a status of its own', async () => {
  const ids = await caseIds(['lines/server']);
  const file = await saved(ids.map((id) => caseOf(id)));
  const { status, stdout, stderr } = await inProcess(['run', ...words, '--resume', file, '--report', 'json']);

  expect(stderr).toContain(`${NAME}: ${ids.length} of ${ids.length} cases are judged already (--resume)`);
  expect(status).toBe(0);
  expect(readRun(stdout, 'run')).toMatchObject({ complete: true, exitStatus: 0, summary: { pass: ids.length } });
});

test.each<[string, readonly string[], string]>([
  [
    'another target',
    ['--target', '127.0.0.1:8'],
    'expected a run of lines/server on 127.0.0.1:8 (address, 127.0.0.1:8)',
  ],
  ['another seed', ['--target', '127.0.0.1:9', '--seed', '7'], 'expected a run with seed 7, found seed 1 in '],
])('a run of %s is refused', async (_, other, message) => {
  const file = await saved([]);
  const resumed = resume(file, await plansOf('lines/server', ...other));

  await expect(resumed).rejects.toThrow(UsageError);
  await expect(resumed).rejects.toThrow(message);
});

test.each<[readonly string[], string]>([
  [['--resume', '/no/such/run.json'], '--resume: expected a saved run, found "/no/such/run.json"'],
  [['--capture', '--resume', 'run.json'], '--resume: expected a run without --capture, found --capture'],
])('%j is refused in one line', async (flags, message) => {
  const { status, stderr } = await inProcess(['run', ...words, ...flags]);

  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});
