import { expect, test } from 'vitest';
import { exitStatus, foremostStatus } from './exit-status.ts';

test('where several apply: 130, then 4, 1, 2, 3, 0', () => {
  const order = [130, 4, 1, 2, 3, 0];
  for (const [index, status] of order.entries()) {
    const lower = order.slice(index);

    expect(foremostStatus(lower)).toBe(status);
    expect(foremostStatus([...lower].reverse())).toBe(status);
  }
});

test('none is conformant', () => {
  expect(foremostStatus([])).toBe(0);
});

test('scripts rely on these numbers', () => {
  expect(exitStatus).toEqual({
    conformant: 0,
    nonconformant: 1,
    usage: 2,
    inconclusive: 3,
    harness: 4,
    interrupted: 130,
  });
});
