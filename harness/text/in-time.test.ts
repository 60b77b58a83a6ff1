import { expect, test } from 'vitest';
import { ObserverFailed } from '../contracts/observer.ts';
import { inTime } from './in-time.ts';

test('tells what the work comes to', () => {
  expect(inTime('it', () => [1, undefined])).toEqual([1, undefined]);
  expect(inTime('it', () => undefined)).toBe(undefined);
});

test('passes on what the work throws', () => {
  const thrown = new ObserverFailed('seen');

  expect(() =>
    inTime('it', () => {
      throw thrown;
    }),
  ).toThrow(thrown);
});

test('work within work', () => {
  expect(inTime('outer', () => inTime('inner', () => 1) + 1)).toBe(2);
});

test('ends a regular expression that would go on for ever', () => {
  const endless = () => /^(?:a+)+$/.test(`${'a'.repeat(100)}b`);

  expect(() => inTime('the pattern ^(a+)+$', endless, 50)).toThrow(
    new ObserverFailed('the pattern ^(a+)+$ took longer than 0.05 s on what was printed'),
  );
  expect(inTime('it', () => 1)).toBe(1);
});

test('ends a loop', () => {
  expect(() =>
    inTime(
      'it',
      () => {
        for (let turns = 0; turns < Number.POSITIVE_INFINITY; ) turns = (turns + 1) % 2;
      },
      50,
    ),
  ).toThrow(ObserverFailed);
});
