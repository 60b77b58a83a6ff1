import { expect, test } from 'vitest';
import { paceOf } from './sender-facts.ts';

/** Five datagrams, one every so many milliseconds. */
const steady = (ms: number): readonly number[] => [0, 1, 2, 3, 4].map((gap) => 1000 + gap * ms);

test.each([
  [2000, 0, 'every 2000 ms'],
  [2200, 0, 'every 2000 ms'],
  [1800, 5000, 'every 2000 ms'],
  [2210, 0, 'every 2210 ms'],
  [3, 700, 'every 3 ms'],
])('a datagram every %i ms, the harness held up for %i ms: %s', (ms, heldUp, fact) => {
  expect(paceOf(steady(ms), 2000, heldUp)).toBe(fact);
});

test('one that was seen late spoils the mean: where the harness may have made it so, nothing is concluded', () => {
  const late = [1000, 3000, 5000, 7000, 10_000];

  expect(() => paceOf(late, 2000, 1000)).toThrow(
    'the harness was held up for 1 s: this machine is too busy to measure',
  );
  expect(paceOf(late, 2000, 20)).toBe('every 2250 ms');
});

test('four are too few', () => {
  expect(() => paceOf(steady(2000).slice(1), 2000, 0)).toThrow('only 4 of 5 datagrams arrived, too few to measure');
});

test('three are enough of a sender that is far too slow, unless one of them came in time', () => {
  expect(paceOf(steady(4000).slice(2), 2000, 0)).toBe('every 4000 ms');
  expect(() => paceOf(steady(4000).slice(3), 2000, 0)).toThrow('only 2 of 5 datagrams arrived');
  expect(() => paceOf([1000, 3000, 9000], 2000, 0)).toThrow('only 3 of 5 datagrams arrived');
  expect(() => paceOf(steady(4000).slice(2), 2000, 8000)).toThrow('this machine is too busy to measure');
});
