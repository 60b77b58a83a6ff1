import { expect, test } from 'vitest';
import type { Level, Requirement } from '../contracts/requirement.ts';
import { NotReachable } from '../contracts/target.ts';
import { applicableIf, conclusiveIf, Finding, inconclusive } from './finding.ts';
import { judge } from './judge.ts';

const requirementOf = (level: Level): Requirement => ({
  id: 'upload/server/answers-nothing',
  level,
  source: '',
  text: '',
  seen: ['wire'],
  provoked: '',
  failure: '',
  mend: '',
});

/** What a piece of a case throws. */
function thrownBy(piece: () => void): unknown {
  try {
    piece();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const finding = new Finding('no octet', '2 octets');
const assertion = thrownBy(() => expect('2 octets').toBe('no octet'));

test.each([
  ['MUST', 'fail'],
  ['SHOULD', 'warning'],
  ['MAY', 'not-applicable'],
] as const)('a broken %s is %s, however it was found', (level, verdict) => {
  const judgement = { verdict, reason: 'expected no octet; saw 2 octets', expected: 'no octet', seen: '2 octets' };

  expect(judge(finding, requirementOf(level))).toEqual(judgement);
  expect(judge(assertion, requirementOf(level))).toEqual(judgement);
});

test.each([
  [() => inconclusive('needs --store DIR'), 'inconclusive'],
  [() => conclusiveIf(false, 'needs --store DIR'), 'inconclusive'],
  [() => applicableIf(false, 'needs --store DIR'), 'not-applicable'],
] as const)('%s is the same at every level', (piece, verdict) => {
  for (const level of ['MUST', 'SHOULD', 'MAY'] as const) {
    expect(judge(thrownBy(piece), requirementOf(level))).toEqual({ verdict, reason: 'needs --store DIR' });
  }
});

test('conditions that hold throw nothing', () => {
  expect(() => applicableIf(true, '')).not.toThrow();
  expect(() => conclusiveIf(true, '')).not.toThrow();
});

test('a target that was not reachable is no failure of conformance', () => {
  const judgement = judge(new NotReachable('127.0.0.1:1 refused the connection'), requirementOf('MUST'));

  expect(judgement).toEqual({ verdict: 'inconclusive', reason: '127.0.0.1:1 refused the connection' });
});

test.each([
  [new TypeError('x is not a function\nat y'), 'the harness failed: x is not a function'],
  ['a text', 'the harness failed: a text'],
  [undefined, 'the harness failed: undefined'],
])('what nobody foresaw is an error of the harness: %s', (thrown, reason) => {
  expect(judge(thrown, requirementOf('MAY'))).toEqual({ verdict: 'error', reason });
});

test.each([
  ['equal lists', () => expect(['open', 'reset']).toEqual(['open', 'end']), 'expected open, end; saw open, reset'],
  ['membership', () => expect(['a', 'b']).toContain('c'), "expected [ 'a', 'b' ] to include 'c'"],
  ['a subject', () => expect('lost', 'the phrase').toBe('whole'), 'the phrase: expected whole; saw lost'],
  ['nothing', () => expect([]).toEqual(['"x" (1 octet)']), 'expected "x" (1 octet); saw nothing'],
  [
    'octets of the IUT that look like a subject',
    () => expect('a: expected b').toBe('c'),
    'expected c; saw a: expected b',
  ],
])('words an assertion by its values: %s', (_, piece, reason) => {
  expect(judge(thrownBy(piece), requirementOf('MUST')).reason).toBe(reason);
});
