import { expect, test } from 'vitest';
import { type Attempt, unjudged } from './attempt.ts';
import { knownFailures } from './known-failures.ts';

const failed = (seen: string): Attempt => ({
  ...unjudged(`expected it stored; saw ${seen}`),
  ...{ verdict: 'fail', expected: 'it stored', seen },
});

test('a failure is known of a row once two of its kind were trusted by themselves', () => {
  const known = knownFailures();
  known.add('made/up/row', failed('nothing under "one"'));
  expect(known.has('made/up/row', failed('nothing under "two"'))).toBe(false);

  known.add('made/up/row', failed('nothing under "two"'));
  expect(known.has('made/up/row', failed('nothing under "three"'))).toBe(true);
  expect(known.has('made/up/row', failed('the connection still open'))).toBe(false);
  expect(known.has('made/up/row', { ...failed('nothing under "three"'), verdict: 'warning' })).toBe(false);
  expect(known.has('made/up/other', failed('nothing under "three"'))).toBe(false);
});
