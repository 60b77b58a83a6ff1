import { expect, test } from 'vitest';
import { caseLimits } from '../limits.ts';
import { mayBeLate, mustHaveBeenBrief } from './staying.ts';

const declared = (stallMs: number) => ({ limits: caseLimits({ stallMs }) });
const undeclared = { limits: caseLimits({}) };

test('of a client that was held up for longer than it must bear, nothing is concluded', () => {
  expect(() => mustHaveBeenBrief(2900, undeclared)).not.toThrow();
  expect(() => mustHaveBeenBrief(3100, undeclared)).toThrow('this machine was too busy: nothing was read for 3.1 s');
  expect(() => mustHaveBeenBrief(3100, declared(5000))).not.toThrow();
});

test('a late answer is for clients that wait for twice as long', () => {
  expect(() => mayBeLate(undeclared)).not.toThrow();
  expect(() => mayBeLate(declared(3000))).not.toThrow();
  expect(() => mayBeLate(declared(2999))).toThrow('the client gives up after 2999 ms');
});
