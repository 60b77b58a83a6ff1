import { expect, test } from 'vitest';
import type { Baseline } from '../harness/contracts/baseline.ts';
import { updatedBaseline, withBaseline } from './baseline.ts';
import { sampleCase } from './samples.ts';

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

test('what fails is added with its reason, what passes goes, the rest stays as it is', () => {
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
      { case: 'a', reason: 'ticket 2' },
      { case: 'unseen', reason: 'ticket 3' },
      { case: 'elsewhere', reason: 'ticket 4' },
      { case: 'c', reason: 'no answer' },
      { case: 'd', reason: 'fails' },
      { case: 'e', reason: 'no line' },
    ),
  );
});

test('of several targets, the one that fails is named', () => {
  const cases = [
    failing,
    sampleCase({ id: 'a', target: 'pc' }),
    sampleCase({ id: 'a', target: 'tv', verdict: 'error' }),
  ];

  expect(updatedBaseline(knowing(), cases)).toEqual(knowing({ case: 'a', target: 'phone', reason: 'no file' }));
  expect(updatedBaseline(knowing({ case: 'a', reason: 'ticket 7' }), cases)).toEqual(
    knowing({ case: 'a', target: 'phone', reason: 'ticket 7' }, { case: 'a', target: 'tv', reason: 'ticket 7' }),
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
