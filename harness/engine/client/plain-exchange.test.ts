import { expect, test } from 'vitest';
import { unguessable, without } from './plain-exchange.ts';

test('what nobody can guess has letters alone, since numbers are left out where outputs are compared', () => {
  expect(unguessable(8)).toMatch(/^[a-z]{8}$/);
  expect(unguessable()).not.toBe(unguessable());
});

test('what is left of a text without others', () => {
  expect(without('error: a line, and a line more', ['a line', ''])).toBe('error: , and  more');
});
