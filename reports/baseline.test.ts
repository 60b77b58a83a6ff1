import { expect, test } from 'vitest';
import type { Baseline } from '../harness/contracts/baseline.ts';
import type { CaseResult } from '../harness/contracts/run.ts';
import { withBaseline as judgedBy, unmatched, updatedBaseline } from './baseline.ts';
import { sampleCase } from './samples.ts';

const TODAY = '2027-03-31';

const withBaseline = (cases: readonly CaseResult[], baseline: Baseline) => judgedBy(cases, baseline, TODAY);

const knowing = (...known: Baseline['known']): Baseline => ({ schemaVersion: 1, known });

const failing = sampleCase({ id: 'a', verdict: 'fail', reason: 'no file' });
const warned = sampleCase({ id: 'b', verdict: 'warning', level: 'SHOULD', reason: 'no line' });

test('a known failure is marked and fails the run no more', () => {
  const strict = { ...warned, failsRun: true } as const;
  const known = knowing({ case: 'a', reason: 'ticket 7' }, { case: 'b', reason: 'ticket 8' });

  expect(withBaseline([failing, strict], known)).toEqual([
    { ...failing, known: 'ticket 7' },
    { ...warned, known: 'ticket 8' },
  ]);
});

test('a known failure that passes fails the run', () => {
  const passing = sampleCase({ id: 'a' });

  expect(withBaseline([passing], knowing({ case: 'a', reason: 'ticket 7' }))).toEqual([
    {
      ...passing,
      known: 'ticket 7',
      failsRun: true,
      reason: 'passes, and is listed as a known failure: to be taken out of the baseline',
    },
  ]);
});

test.each(['inconclusive', 'not-applicable', 'error'] as const)('%s says nothing of a known failure', (verdict) => {
  const one = sampleCase({ id: 'a', verdict, failsRun: true });

  expect(withBaseline([one], knowing({ case: 'a', reason: 'ticket 7' }))).toEqual([one]);
});

test('a failure is known on its target alone, or on all', () => {
  const other = { ...failing, target: 'pc' };
  const marks = (baseline: Baseline) => withBaseline([failing, other], baseline).map(({ known }) => known);

  expect(marks(knowing({ case: 'a', target: 'pc', reason: 'ticket 7' }))).toEqual([undefined, 'ticket 7']);
  expect(marks(knowing({ case: 'a', reason: 'ticket 7' }))).toEqual(['ticket 7', 'ticket 7']);
});

test('what fails is added with its reason and kind, what passes goes, the rest stays as it is; all is sorted', () => {
  const known = knowing(
    { case: 'passes', reason: 'ticket 1' },
    { case: 'a', reason: 'ticket 2' },
    { case: 'unseen', reason: 'ticket 3' },
    { case: 'elsewhere', reason: 'ticket 4' },
  );
  const cases = [
    sampleCase({ id: 'passes' }),
    failing,
    sampleCase({ id: 'unseen', verdict: 'inconclusive' }),
    sampleCase({ id: 'unseen, required', verdict: 'inconclusive', failsRun: true }),
    sampleCase({ id: 'c', verdict: 'fail', reason: 'no answer' }),
    sampleCase({ id: 'd', verdict: 'fail' }),
    warned,
    sampleCase({ id: 'e', verdict: 'warning', failsRun: true, reason: 'no line' }),
  ];

  expect(updatedBaseline(known, cases)).toEqual(
    knowing(
      { case: 'a', reason: 'ticket 2', fingerprint: 'fail: no file' },
      { case: 'c', reason: 'no answer', fingerprint: 'fail: no answer' },
      { case: 'd', reason: 'fails', fingerprint: 'fail:' },
      { case: 'e', reason: 'no line', fingerprint: 'warning: no line' },
      { case: 'elsewhere', reason: 'ticket 4' },
      { case: 'unseen', reason: 'ticket 3' },
    ),
  );
});

test('of several targets, the one that fails is named', () => {
  const cases = [
    failing,
    sampleCase({ id: 'a', target: 'pc' }),
    sampleCase({ id: 'a', target: 'tv', verdict: 'error' }),
  ];

  expect(updatedBaseline(knowing(), cases)).toEqual(
    knowing({ case: 'a', target: 'phone', reason: 'no file', fingerprint: 'fail: no file' }),
  );
  expect(updatedBaseline(knowing({ case: 'a', reason: 'ticket 7' }), cases)).toEqual(
    knowing(
      { case: 'a', target: 'phone', reason: 'ticket 7', fingerprint: 'fail: no file' },
      { case: 'a', target: 'tv', reason: 'ticket 7' },
    ),
  );
});

test('a run that is judged by the baseline it updated has no failure that is not known, and no known one that passes', () => {
  const before = knowing({ case: 'a', reason: 'ticket 7' }, { case: 'x', reason: 'ticket 8' });
  const cases = [failing, { ...failing, target: 'pc' }, sampleCase({ id: 'a', target: 'tv' }), sampleCase({ id: 'x' })];
  const judged = withBaseline(cases, updatedBaseline(before, cases));

  expect(judged.map(({ known, failsRun }) => [known, failsRun])).toEqual([
    ['ticket 7', undefined],
    ['ticket 7', undefined],
    [undefined, undefined],
    [undefined, undefined],
  ]);
});

test('a failure that fails otherwise than recorded fails the run, and both kinds are said', () => {
  const known = knowing({ case: 'a', reason: 'ticket 7', fingerprint: 'fail: the wrong file' });

  expect(withBaseline([failing], known)).toEqual([
    {
      ...failing,
      failsRun: true,
      baseline:
        'fails otherwise than the baseline records (ticket 7): expected the failure "fail: the wrong file", found "fail: no file"',
    },
  ]);
});

test('a reason that is the finding of then is not said beside its fingerprint', () => {
  const known = knowing({ case: 'a', reason: 'file 7 is wrong', fingerprint: 'fail: file # is wrong' });

  expect(withBaseline([failing], known)[0]?.baseline).toBe(
    'fails otherwise than the baseline records: expected the failure "fail: file # is wrong", found "fail: no file"',
  );
});

test('the same kind of failure at another time, of another length, is known, and not told as its own reason', () => {
  const at = (ms: number) =>
    sampleCase({ id: 'a', verdict: 'fail', reason: `no file of ${ms * 3} octets within ${ms} ms` });
  const written = updatedBaseline(knowing(), [at(600)]);

  expect(withBaseline([at(745)], written)[0]).toMatchObject({ known: 'as recorded, without a reason' });
  const explained = knowing(...written.known.map((entry) => ({ ...entry, reason: 'ticket 7' })));
  expect(withBaseline([at(745)], explained)[0]).toMatchObject({ known: 'ticket 7' });
  const expiring = knowing(...written.known.map((entry) => ({ ...entry, expires: TODAY })));
  expect(withBaseline([at(745)], expiring)[0]).toMatchObject({
    known: `as recorded, without a reason, until ${TODAY}`,
  });
});

test('an entry holds up to and including its last day, whatever is said of it', () => {
  const known = knowing({ case: 'a', reason: 'ticket 7', link: 'https://tickets.example/7', expires: TODAY });

  expect(judgedBy([failing], known, '2027-03-31')).toEqual([
    { ...failing, known: 'ticket 7, https://tickets.example/7, until 2027-03-31' },
  ]);
  expect(judgedBy([failing], known, '2027-04-01')).toEqual([
    {
      ...failing,
      failsRun: true,
      baseline: 'the baseline put up with it until 2027-03-31 (ticket 7): to be mended, or given another day',
    },
  ]);
});

test('a broken SHOULD whose entry is not true any more fails the run too', () => {
  const known = knowing({ case: 'b', reason: 'ticket 8', expires: '2027-03-30' });

  expect(withBaseline([warned], known)[0]).toMatchObject({ verdict: 'warning', failsRun: true });
});

test('the entry for one target comes before the one for all', () => {
  const known = knowing({ case: 'a', reason: 'ticket 7' }, { case: 'a', target: 'phone', reason: 'ticket 8' });

  expect(withBaseline([failing, { ...failing, target: 'pc' }], known).map((one) => one.known)).toEqual([
    'ticket 8',
    'ticket 7',
  ]);
});

test('an entry whose case was never run, and one whose target is not of the run, are told apart', () => {
  const known = knowing(
    { case: 'a', reason: 'ticket 7' },
    { case: 'b', target: 'phone', reason: 'ticket 8' },
    { case: 'a', target: 'tv', reason: 'ticket 9' },
  );

  expect(unmatched([failing], ['phone', 'pc'], known)).toEqual([
    { case: 'b', target: 'phone', problem: 'the baseline knows b on phone, and it was never run' },
    { case: 'a', target: 'tv', problem: 'the baseline names the target "tv" for a: expected one of phone, pc' },
  ]);
});

test('an update keeps reasons, links and dates, and records how it fails now', () => {
  const entry = { case: 'a', reason: 'ticket 7', link: 'https://tickets.example/7', expires: '2027-03-30' };

  expect(updatedBaseline(knowing({ ...entry, fingerprint: 'fail: the wrong file' }), [failing])).toEqual(
    knowing({ ...entry, fingerprint: 'fail: no file' }),
  );
});

test('an entry of all targets that fail in two ways becomes one a target', () => {
  const other = sampleCase({ id: 'a', target: 'pc', verdict: 'fail', reason: 'the wrong file' });
  const written = updatedBaseline(knowing({ case: 'a', reason: 'ticket 7' }), [failing, other]);

  expect(written.known).toEqual([
    { case: 'a', target: 'pc', reason: 'ticket 7', fingerprint: 'fail: the wrong file' },
    { case: 'a', target: 'phone', reason: 'ticket 7', fingerprint: 'fail: no file' },
  ]);
  expect(withBaseline([failing, other], written).map((one) => one.known)).toEqual(['ticket 7', 'ticket 7']);
});

test('entries are sorted by case, numbers as such', () => {
  const cases = ['x[10]', 'x[9]', 'b'].map((id) => sampleCase({ id, verdict: 'fail', reason: 'no file' }));

  expect(updatedBaseline(knowing(), cases).known.map((entry) => entry.case)).toEqual(['b', 'x[9]', 'x[10]']);
});
