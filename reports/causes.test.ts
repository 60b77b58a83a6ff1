import { expect, test } from 'vitest';
import type { Requirement } from '../harness/contracts/requirement.ts';
import type { CaseResult } from '../harness/contracts/run.ts';
import { explained } from './causes.ts';
import { sampleCase } from './samples.ts';

const requirement = (name: string, dependsOn: readonly string[] = []): Requirement => ({
  id: `made/server/${name}`,
  level: 'MUST',
  source: 'none',
  text: `${name} holds.`,
  seen: ['wire'],
  provoked: 'by hand',
  failure: `${name} is forgotten.`,
  mend: `Do ${name}.`,
  dependsOn: dependsOn.map((cause) => `made/server/${cause}`),
});

/** `contents` comes of `header`, that of `size`; `rest` of either of two. */
const requirements = [
  requirement('size'),
  requirement('header', ['size']),
  requirement('contents', ['header']),
  requirement('rest', ['contents', 'other']),
  requirement('other'),
];

const of = (name: string, verdict: CaseResult['verdict'], changes: Partial<CaseResult> = {}): CaseResult =>
  sampleCase({ requirement: `made/server/${name}`, verdict, ...changes });

function causes(cases: readonly CaseResult[]): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    explained(cases, requirements).map(({ target, requirement: id, explainedBy }) => [
      `${target === 'phone' ? '' : `${target} `}${id.split('/').at(-1)}`,
      explainedBy?.split('/').at(-1),
    ]),
  );
}

test('a broken case says what it usually comes of and how it is mended, and no other does', () => {
  const [failed, passed] = explained([of('size', 'fail'), of('other', 'pass', { mend: 'old' })], requirements);

  expect(failed).toMatchObject({ failure: 'size is forgotten.', mend: 'Do size.' });
  expect(passed).not.toHaveProperty('failure');
  expect(passed).not.toHaveProperty('mend');
});

test('a failure is explained by the first that it comes of, over any number between', () => {
  expect(causes([of('size', 'fail'), of('header', 'fail'), of('contents', 'fail'), of('rest', 'fail')])).toEqual({
    size: undefined,
    header: 'size',
    contents: 'size',
    rest: 'size',
  });
});

test('what was not concluded between does not hide the cause, what passed does', () => {
  expect(causes([of('size', 'fail'), of('header', 'inconclusive'), of('contents', 'fail')]).contents).toBe('size');
  expect(causes([of('size', 'fail'), of('contents', 'fail')]).contents).toBe('size');
  expect(causes([of('size', 'fail'), of('header', 'pass'), of('contents', 'fail')]).contents).toBeUndefined();
});

test('another cause counts where the likeliest holds', () => {
  expect(causes([of('contents', 'pass'), of('other', 'fail'), of('rest', 'fail')]).rest).toBe('other');
});

test('another target explains nothing', () => {
  expect(causes([of('size', 'fail', { target: 'pc' }), of('header', 'fail')])).toEqual({
    'pc size': undefined,
    header: undefined,
  });
});

test('a broken SHOULD explains no broken MUST, and is explained by one', () => {
  expect(causes([of('size', 'warning'), of('header', 'fail')]).header).toBeUndefined();
  expect(causes([of('size', 'warning'), of('header', 'warning')]).header).toBe('size');
  expect(causes([of('size', 'fail'), of('header', 'warning')]).header).toBe('size');
});

test('a known failure explains none that is new', () => {
  expect(causes([of('size', 'fail', { known: 'ticket 1' }), of('header', 'fail')]).header).toBeUndefined();
  expect(causes([of('size', 'fail', { known: 'ticket 1' }), of('header', 'fail', { known: 'ticket 2' })]).header).toBe(
    'size',
  );
});

test('a case of a saved run keeps what it says where its requirement is not known here', () => {
  const saved = sampleCase({ requirement: 'kv/server/answers', verdict: 'fail', mend: 'Answer.', explainedBy: 'x' });

  expect(explained([saved], requirements)).toEqual([saved]);
});

test('errors of the harness and what was not concluded are explained by nothing', () => {
  expect(causes([of('size', 'fail'), of('header', 'error'), of('contents', 'inconclusive')])).toEqual({
    size: undefined,
    header: undefined,
    contents: undefined,
  });
});
