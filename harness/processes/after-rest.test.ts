import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { afterRest } from './after-rest.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Rests after 100 ms, and after 1 s at the latest; with what it has told. */
function resting() {
  const told: string[] = [];
  return { told, ...afterRest<string>((first) => told.push(first), 100, 1000) };
}

test('changes that follow each other are told once, by the first of them', () => {
  const { told, hears } = resting();

  hears('emptied');
  vi.advanceTimersByTime(99);
  hears('written');
  vi.advanceTimersByTime(99);
  expect(told).toEqual([]);

  vi.advanceTimersByTime(1);
  expect(told).toEqual(['emptied']);
  vi.advanceTimersByTime(5000);
  expect(told).toEqual(['emptied']);
});

test('a change after a rest is told anew', () => {
  const { told, hears } = resting();
  for (const change of ['one', 'two']) {
    hears(change);
    vi.advanceTimersByTime(100);
  }

  expect(told).toEqual(['one', 'two']);
});

test('what never rests is told all the same', () => {
  const { told, hears } = resting();
  for (let ms = 0; ms < 1000; ms += 50) {
    hears('grows');
    vi.advanceTimersByTime(50);
  }

  expect(told).toEqual(['grows']);
});

test('nothing is told once it is closed', () => {
  const { told, hears, close } = resting();
  hears('one');
  close();
  vi.advanceTimersByTime(1000);

  expect(told).toEqual([]);
});
