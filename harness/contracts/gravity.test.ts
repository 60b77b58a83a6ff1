import { expect, test } from 'vitest';
import { gravestVerdict, verdictOfBroken, verdictsByGravity } from './gravity.ts';
import { Verdict } from './verdict.ts';

test('every verdict has its gravity', () => {
  expect([...verdictsByGravity].sort()).toEqual(Verdict.anyOf.map((one) => one.const).sort());
});

test('the gravest of several speaks for them, in whatever order', () => {
  for (const [index, verdict] of verdictsByGravity.entries()) {
    const lighter = verdictsByGravity.slice(index);

    expect(gravestVerdict(lighter)).toBe(verdict);
    expect(gravestVerdict([...lighter].reverse())).toBe(verdict);
  }
});

test('nothing judged is nothing concluded', () => {
  expect(gravestVerdict([])).toBe('inconclusive');
});

test.each([
  ['MUST', 'fail'],
  ['SHOULD', 'warning'],
  ['MAY', 'not-applicable'],
] as const)('a broken %s is %s', (level, verdict) => {
  expect(verdictOfBroken(level)).toBe(verdict);
});
