import { expect, test } from 'vitest';
import type { CaseResult, RunTarget } from '../contracts/run.ts';
import type { Verdict } from '../contracts/verdict.ts';
import { type Conclusion, conclude, type Ending, type Gate, gated } from './conclude.ts';

type Both = Gate & Ending;

const open: Both = { strict: false, require: [], interrupted: false, errors: [] };

function caseOf(verdict: Verdict, changes: Partial<CaseResult> = {}): CaseResult {
  return {
    id: `upload/server/${verdict}`,
    requirement: `upload/server/${verdict}`,
    level: verdict === 'warning' ? 'SHOULD' : 'MUST',
    source: '',
    text: '',
    target: 'reference',
    verdict,
    reason: verdict === 'pass' ? '' : `because of ${verdict}`,
    notes: [],
    durationMs: 1,
    attempts: [verdict],
    flaky: false,
    evidence: [],
    reproduce: '',
    ...changes,
  };
}

const concluded = (cases: readonly CaseResult[], gate: Both): Conclusion => conclude(gated(cases, gate), gate);

const casesOf = (...verdicts: readonly Verdict[]) => verdicts.map((verdict) => caseOf(verdict));

test.each([
  ['0: every case passed', casesOf('pass', 'pass'), open, 0, 'conformant'],
  ['0: a SHOULD failed', casesOf('pass', 'warning'), open, 0, 'conformant'],
  ['0: a case was not concluded', casesOf('pass', 'inconclusive', 'not-applicable'), open, 0, 'conformant'],
  ['1: a MUST failed', casesOf('pass', 'fail'), open, 1, 'nonconformant'],
  ['1: a SHOULD failed under --strict', casesOf('pass', 'warning'), { ...open, strict: true }, 1, 'nonconformant'],
  ['1: a required MUST', casesOf('pass', 'inconclusive'), { ...open, require: ['upload/**'] }, 1, 'nonconformant'],
  ['1: a required MUST and nothing else', casesOf('inconclusive'), { ...open, require: ['**'] }, 1, 'nonconformant'],
  [
    '0: another MUST is required',
    casesOf('pass', 'inconclusive'),
    { ...open, require: ['fortune/**'] },
    0,
    'conformant',
  ],
  ['3: no case at all', [], open, 3, 'inconclusive'],
  ['3: nothing was concluded', casesOf('inconclusive', 'not-applicable'), open, 3, 'inconclusive'],
  ['3: a target went away', [caseOf('pass', { gone: 'it refused' })], open, 3, 'inconclusive'],
  ['1: a MUST failed for it', [caseOf('warning', { gone: 'it refused' }), caseOf('fail')], open, 1, 'nonconformant'],
  ['4: the harness failed in a case', casesOf('pass', 'error'), open, 4, 'error'],
  ['4: the harness failed outside of a case', casesOf('pass'), { ...open, errors: ['no suite'] }, 4, 'error'],
  ['130: interrupted', casesOf('pass'), { ...open, interrupted: true }, 130, 'inconclusive'],
  ['130: interrupted before the first case', [], { ...open, interrupted: true }, 130, 'inconclusive'],
] as const)('%s', (_, cases, gate, exitStatus, outcome) => {
  expect(concluded(cases, gate)).toMatchObject({ exitStatus, outcome });
});

test.each([
  [open, []],
  [{ ...open, strict: true }, ['warning']],
  [{ ...open, require: ['upload/**'] }, ['inconclusive']],
  [{ ...open, require: ['fortune/**'] }, []],
  [{ ...open, strict: true, require: ['**'] }, ['warning', 'inconclusive']],
])('what the gate %j alone makes fail the run is marked', (gate, marked) => {
  const cases = casesOf('pass', 'fail', 'warning', 'inconclusive', 'not-applicable', 'error');
  const optional = caseOf('inconclusive', { level: 'SHOULD', requirement: 'upload/server/should' });
  const result = gated([...cases, optional], gate);

  expect(result.filter(({ failsRun }) => failsRun === true).map(({ verdict }) => verdict)).toEqual(marked);
  expect(result.map(({ failsRun: _, ...rest }) => rest)).toEqual([...cases, optional]);
});

test('interrupted goes before failed, and still tells of the failure', () => {
  const gate = { ...open, interrupted: true, errors: ['no suite'] };

  expect(concluded(casesOf('fail', 'error'), gate)).toMatchObject({
    exitStatus: 130,
    outcome: 'nonconformant',
    conclusion: 'interrupted after 2 cases',
  });
});

test('a failure of the harness goes before that of the IUT, and is told', () => {
  expect(concluded(casesOf('fail', 'error'), open)).toMatchObject({
    exitStatus: 4,
    outcome: 'error',
    conclusion: 'upload/server/error: because of error',
  });
});

test('a failure goes before a target that was never concluded', () => {
  expect(concluded(casesOf('inconclusive', 'fail'), open)).toMatchObject({ exitStatus: 1 });
});

test('a MAY or SHOULD is not required, whatever the glob says', () => {
  const unseen = caseOf('inconclusive', { level: 'SHOULD' });

  expect(concluded([caseOf('pass'), unseen], { ...open, require: ['**'] })).toMatchObject({ exitStatus: 0 });
});

test('256 failures are exit status 1', () => {
  const cases = Array.from({ length: 256 }, (_, index) => caseOf('fail', { requirement: `upload/server/r${index}` }));

  expect(concluded(cases, open)).toMatchObject({
    exitStatus: 1,
    conclusion: expect.stringMatching(/^256 MUSTs failed \(/),
  });
});

test.each([
  [casesOf('fail', 'fail'), open, '1 MUST failed (upload/server/fail)'],
  [['a', 'b'].map((target) => caseOf('fail', { target })), open, '2 MUSTs failed (upload/server/fail on 2 targets)'],
  [casesOf('warning', 'pass'), open, 'no MUST failed; 1 SHOULD failed (upload/server/warning)'],
  [casesOf('warning'), { ...open, strict: true }, 'under --strict: 1 SHOULD failed (upload/server/warning)'],
  [casesOf('inconclusive'), { ...open, require: ['**'] }, '1 required MUST not concluded (upload/server/inconclusive)'],
  [casesOf('pass'), open, 'no MUST failed'],
  [casesOf('pass', 'inconclusive'), open, 'no MUST failed of what could be observed; 1 MUST not concluded'],
  [casesOf('inconclusive', 'not-applicable', 'inconclusive'), open, 'because of inconclusive'],
  [[], open, 'no case was run'],
])('says it in one sentence', (cases, gate, conclusion) => {
  expect(concluded(cases, gate).conclusion).toBe(conclusion);
});

test('a known failure does not fail the run, and is told', () => {
  const cases = [caseOf('pass'), caseOf('fail', { known: 'ticket 7' }), caseOf('warning', { known: 'ticket 8' })];

  expect(concluded(cases, open)).toMatchObject({
    exitStatus: 0,
    outcome: 'conformant',
    conclusion: 'no MUST failed but for 2 known failures (upload/server/fail, upload/server/warning)',
  });
  expect(concluded([...cases, caseOf('fail', { requirement: 'upload/server/new' })], open)).toMatchObject({
    exitStatus: 1,
    conclusion: '1 MUST failed (upload/server/new)',
  });
});

test('a known failure that passes fails the run', () => {
  expect(concluded([caseOf('pass', { known: 'ticket 7', failsRun: true })], open)).toMatchObject({
    exitStatus: 1,
    outcome: 'nonconformant',
    conclusion: '1 known failure passed (upload/server/pass): to be taken out of the baseline',
  });
});

const targetsNamed = (...names: readonly string[]): readonly RunTarget[] =>
  names.map((name) => ({ name, protocol: 'upload', role: 'server', kind: 'exec', address: '' }));

test('a target of which nothing but known failures is concluded, while a MUST is open, was not judged', () => {
  const known = caseOf('fail', { known: 'ticket 7' });
  const gate = { ...open, targets: targetsNamed('reference') };

  expect(concluded([known, caseOf('inconclusive')], gate)).toMatchObject({
    exitStatus: 3,
    notJudged: ['reference'],
    conclusion: expect.stringContaining('reference (because of inconclusive)'),
  });
  expect(concluded([known, caseOf('inconclusive', { level: 'SHOULD' })], gate).exitStatus).toBe(0);
  expect(concluded([known, caseOf('inconclusive'), caseOf('pass')], gate).exitStatus).toBe(0);
});

const dead = caseOf('inconclusive', { target: 'dead', reason: 'no such program' });

test.each<[string, readonly CaseResult[], Partial<Both>, number, string]>([
  ['3: one of two', [caseOf('pass'), dead], {}, 3, '1 of 2 targets was not judged: dead (no such program)'],
  [
    '1 goes before',
    [caseOf('fail'), dead],
    {},
    1,
    '1 of 2 targets was not judged: dead (no such program); 1 MUST failed (upload/server/fail)',
  ],
  [
    '4 goes before',
    [caseOf('pass'), dead],
    { errors: ['no suite'] },
    4,
    '1 of 2 targets was not judged: dead (no such program); no suite',
  ],
  ['0: one has no case', [caseOf('pass')], {}, 0, 'no MUST failed'],
  [
    '3: a shard of an open MUST',
    [caseOf('pass'), dead],
    { isPart: true },
    3,
    '1 of 2 targets was not judged: dead (no such program)',
  ],
  [
    '0: a shard of an open SHOULD',
    [caseOf('pass'), { ...dead, level: 'SHOULD' }],
    { isPart: true },
    0,
    'no MUST failed',
  ],
])('each target must be judged: %s', (_, cases, ending, exitStatus, conclusion) => {
  const targets = targetsNamed('reference', 'dead');
  const result = conclude(cases, { ...open, ...ending, targets });

  expect(result).toMatchObject({ exitStatus, conclusion });
  expect(result.notJudged).toEqual(conclusion.includes('not judged') ? ['dead'] : []);
});
