import { expect, test } from 'vitest';
import { sampleCase } from '../../reports/samples.ts';
import type { Requirement } from '../contracts/requirement.ts';
import type { CaseResult } from '../contracts/run.ts';
import { hasFirst } from './first.ts';

const requirement = (name: string, dependsOn: string[]): Requirement => ({
  ...{
    id: `made/server/${name}`,
    level: 'MUST',
    source: '',
    text: '',
    seen: ['wire'],
    provoked: '',
    failure: '',
    mend: '',
  },
  dependsOn: dependsOn.map((cause) => `made/server/${cause}`),
});

const requirements = new Map(
  [requirement('size', []), requirement('header', ['size']), requirement('contents', ['header'])].map((one) => [
    one.id,
    one,
  ]),
);

const of = (name: string, verdict: CaseResult['verdict'], changes: Partial<CaseResult> = {}): CaseResult =>
  sampleCase({ requirement: `made/server/${name}`, verdict, ...changes });

const isFirst = (cases: readonly CaseResult[], ...pending: readonly string[]): boolean =>
  hasFirst(cases, (target, id) => target === 'phone' && pending.includes(id.split('/').at(-1) ?? ''), requirements);

test('a failure without causes is the first at once', () => {
  expect(isFirst([of('size', 'fail')], 'header', 'contents')).toBe(true);
});

test('a failure whose cause is still to be judged waits for it', () => {
  expect(isFirst([of('contents', 'fail')], 'size', 'header')).toBe(false);
  expect(isFirst([of('contents', 'fail'), of('header', 'pass')], 'size')).toBe(true);
  expect(isFirst([of('contents', 'fail'), of('header', 'pass'), of('size', 'pass')])).toBe(true);
});

test('where the cause has failed, that one is the first', () => {
  expect(isFirst([of('contents', 'fail'), of('header', 'fail')], 'size')).toBe(false);
  expect(isFirst([of('contents', 'fail'), of('header', 'fail'), of('size', 'fail')])).toBe(true);
});

test('a warning, a known failure and what was not concluded end no run; an error of the harness does', () => {
  expect(isFirst([of('size', 'warning'), of('header', 'inconclusive')])).toBe(false);
  expect(isFirst([of('size', 'fail', { known: 'ticket 1' })])).toBe(false);
  expect(isFirst([of('contents', 'error')], 'size', 'header')).toBe(true);
});
