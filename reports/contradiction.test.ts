import { expect, test } from 'vitest';
import { UsageError } from '../harness/contracts/errors.ts';
import type { CaseResult, Run } from '../harness/contracts/run.ts';
import { json, readRun } from './json.ts';
import { sampleCase, sampleRun } from './samples.ts';

/** A report that its cases contradict is not read: a gate, or a customer, would trust it. */

const options = { color: false, width: 80 };

type End = Pick<Run, 'outcome' | 'exitStatus'>;
const green: End = { outcome: 'conformant', exitStatus: 0 };
const red: End = { outcome: 'nonconformant', exitStatus: 1 };
const open: End = { outcome: 'inconclusive', exitStatus: 3 };
const broken: End = { outcome: 'error', exitStatus: 4 };
const stopped: End = { outcome: 'inconclusive', exitStatus: 130 };

const failed = sampleCase({ verdict: 'fail' });
const strict = sampleCase({ verdict: 'warning', level: 'SHOULD', failsRun: true });
const required = sampleCase({ verdict: 'inconclusive', failsRun: true });
const unmatched = [{ case: 'x', problem: 'the baseline knows x, and it was never run' }];

const read = (cases: readonly CaseResult[], end: End, more: Partial<Run> = {}): Run =>
  readRun(json.render(sampleRun({ cases: [...cases], ...end, ...more }), options), 'run.json');

test.each<[string, readonly CaseResult[], End, Partial<Run>, string]>([
  ['a failed MUST', [failed], green, {}, 'exitStatus: expected 1 or 4 or 130, by its cases, found 0'],
  ['a broken SHOULD under --strict', [strict], green, {}, 'exitStatus: expected 1 or 4 or 130, by its cases, found 0'],
  ['an open MUST that is required', [required], green, {}, 'exitStatus: expected 1 or 4 or 130, by its cases, found 0'],
  [
    'a baseline that is not true',
    [sampleCase()],
    green,
    { unmatched },
    'exitStatus: expected 1 or 4 or 130, by its cases, found 0',
  ],
  [
    'a target that was not judged',
    [sampleCase()],
    green,
    { notJudged: ['phone'] },
    'exitStatus: expected 3 or 4 or 130, by its cases, found 0',
  ],
  [
    'no verdict',
    [sampleCase({ verdict: 'inconclusive' })],
    green,
    {},
    'exitStatus: expected 3 or 4 or 130, by its cases, found 0',
  ],
  ['an error', [sampleCase({ verdict: 'error' })], green, {}, 'exitStatus: expected 4 or 130, by its cases, found 0'],
  [
    'nothing that failed',
    [sampleCase()],
    red,
    { notJudged: [] },
    'exitStatus: expected 0 or 4 or 130, by its cases, found 1',
  ],
  [
    'a failed MUST',
    [failed],
    { ...red, outcome: 'conformant' },
    {},
    'outcome: expected nonconformant, by its cases and its exit status, found conformant',
  ],
  [
    'a failed MUST',
    [failed],
    { ...stopped, outcome: 'conformant' },
    {},
    'outcome: expected nonconformant, by its cases and its exit status, found conformant',
  ],
])('a run with %s is not read where it says otherwise', (_, cases, end, more, problem) => {
  expect(() => read(cases, end, more)).toThrow(new UsageError(`run.json: ${problem}`));
});

test.each<[string, readonly CaseResult[], End, Partial<Run>]>([
  ['a known failure that lasts', [sampleCase({ verdict: 'fail', known: 'ticket 7' }), sampleCase()], green, {}],
  ['a known failure that passes', [sampleCase({ known: 'ticket 7', failsRun: true })], red, {}],
  ['a broken SHOULD', [sampleCase({ verdict: 'warning', level: 'SHOULD' })], green, {}],
  ['a failure of the harness outside of its cases', [sampleCase()], broken, {}],
  ['an interrupt', [sampleCase()], stopped, {}],
  ['an interrupt behind a failure', [failed], { ...stopped, outcome: 'nonconformant' }, {}],
  ['an open end in a report that names no targets', [sampleCase()], open, {}],
  ['a server that went away', [sampleCase({ gone: 'it went away' })], open, { notJudged: [] }],
])('a run with %s is read', (_, cases, end, more) => {
  expect(read(cases, end, more)).toMatchObject(end);
});
