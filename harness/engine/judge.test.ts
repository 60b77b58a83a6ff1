import { expect, test } from 'vitest';
import { ObserverFailed } from '../contracts/observer.ts';
import type { Level, Requirement } from '../contracts/requirement.ts';
import { NotReachable } from '../contracts/target.ts';
import { TooBusy } from './clock.ts';
import {
  applicableIf,
  conclusiveIf,
  Finding,
  Inconclusive,
  inconclusive,
  mustBe,
  mustBeAmong,
  Unmeasured,
} from './finding.ts';
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
const thrownByFact = thrownBy(() => mustBe('2 octets', 'no octet'));

test.each([
  ['MUST', 'fail'],
  ['SHOULD', 'warning'],
  ['MAY', 'not-applicable'],
] as const)('a broken %s is %s, however it was found', (level, verdict) => {
  const judgement = { verdict, reason: 'expected no octet; saw 2 octets', expected: 'no octet', seen: '2 octets' };

  expect(judge(finding, requirementOf(level))).toEqual(judgement);
  expect(judge(thrownByFact, requirementOf(level))).toEqual(judgement);
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
  [new TooBusy('this machine was too busy'), { isTooBusy: true }],
  [new Unmeasured('this machine was too busy'), { isUnmeasured: true }],
  [new Inconclusive('this machine was too busy'), {}],
])('what was not concluded for a busy machine is told by its kind, not by its words: %s', (thrown, kind) => {
  expect(judge(thrown, requirementOf('MUST'))).toEqual({
    verdict: 'inconclusive',
    reason: 'this machine was too busy',
    ...kind,
  });
});

test.each([
  [new TypeError('x is not a function\nat y'), 'the harness failed: x is not a function'],
  ['a text', 'the harness failed: a text'],
  [undefined, 'the harness failed: undefined'],
  [thrownBy(() => expect(1).toBe(2)), 'the harness failed: expected 1 to be 2 // Object.is equality'],
])('what nobody foresaw is an error of the harness: %s', (thrown, reason) => {
  expect(judge(thrown, requirementOf('MAY'))).toEqual({ verdict: 'error', reason });
});

test.each([
  ['lists', () => mustBe(['open', 'reset'], ['open', 'end']), 'expected open, end; saw open, reset'],
  ['an order', () => mustBe(['end', 'open'], ['open', 'end']), 'expected open, end; saw end, open'],
  ['a subject', () => mustBe('lost', 'whole', 'the phrase'), 'the phrase: expected whole; saw lost'],
  ['an empty list', () => mustBe([], ['"x" (1 octet)']), 'expected "x" (1 octet); saw nothing'],
  ['an end that never came', () => mustBe(undefined, 'close'), 'expected close; saw nothing'],
  ['a number', () => mustBe(3, 4), 'expected 4; saw 3'],
  ['a number that is a text', () => mustBe('4', 4), 'expected 4; saw 4'],
  ['octets of the IUT that look like a subject', () => mustBe('a: expected b', 'c'), 'expected c; saw a: expected b'],
  ['several that will do', () => mustBeAmong('c', ['a', 'b']), 'expected a or b; saw c'],
  ['a subject of those', () => mustBeAmong('c', ['a', 'b'], 'the file'), 'the file: expected a or b; saw c'],
])('words a finding by its facts: %s', (_, piece, reason) => {
  expect(judge(thrownBy(piece), requirementOf('MUST'))).toMatchObject({ verdict: 'fail', reason });
});

test('what is as it must be throws nothing', () => {
  expect(() => mustBe('whole', 'whole')).not.toThrow();
  expect(() => mustBe(['open', 'end'], ['open', 'end'])).not.toThrow();
  expect(() => mustBeAmong('b', ['a', 'b'])).not.toThrow();
});

test('a finding names its subject in what was expected, too', () => {
  const thrown = thrownBy(() => mustBe(['x'], [], 'new files'));

  expect(judge(thrown, requirementOf('MUST'))).toMatchObject({ expected: 'new files: nothing', seen: 'x' });
});

test.each([
  [new ObserverFailed('the --fetch command has fetched nothing yet'), 'the --fetch command has fetched nothing yet'],
  [
    Object.assign(new Error('ENOSPC: no space left on device, mkdtemp'), { code: 'ENOSPC' }),
    'this machine failed: ENOSPC: no space left on device, mkdtemp',
  ],
])('an observer or a machine that fails is nobody else\u2019s fault: %s', (thrown, reason) => {
  expect(judge(thrown, requirementOf('MUST'))).toEqual({ verdict: 'inconclusive', reason });
});
