import { expect, test } from 'vitest';
import type { Arrival } from './datagram-sink.ts';
import { goesOn, paceAfter } from './resumed-sender.ts';

const arrived = (at: number, excusedMs = 0): Arrival => ({
  ...{ at, excusedMs, to: 'group', address: '224.202.20.30' },
  ...{ octets: Buffer.from('hello world'), source: '127.0.0.1', port: 4000 },
});

/** Held from the second datagram on, at 3000 ms, for 6500 ms. */
const resumed = (...after: readonly Arrival[]) => ({
  before: [arrived(1000), arrived(3000)],
  meanwhile: 0,
  excusedMs: 10,
  after,
});

test.each([
  ['sleeps after each', [9501, 11_501, 13_501]],
  ['keeps to its beat, one late', [9501, 11_000, 13_000]],
  ['counts its own pauses', [11_200, 13_200, 15_200]],
])('%s: %j goes on', (_, times) => {
  expect(paceAfter(resumed(...times.map((at) => arrived(at, 10))), 2000)).toBe(goesOn);
});

test('what was missed and is sent at once is told', () => {
  const burst = [9501, 9502, 9503, 11_000].map((at) => arrived(at, 10));

  expect(paceAfter(resumed(...burst), 2000)).toBe('3 datagrams within 2 ms');
});

test('a sender that does not go on is told', () => {
  expect(paceAfter(resumed(), 2000)).toBe('no datagram within 9 s of going on');
  expect(paceAfter(resumed(arrived(9501)), 2000)).toBe('only 1 datagram within 9 s of going on');
});

test('two that a busy machine has brought together conclude nothing', () => {
  const late = [arrived(10_900, 1400), arrived(11_000, 1400), arrived(13_000, 1400)];

  expect(() => paceAfter(resumed(...late), 2000)).toThrow('could not run for 1.4 s: this machine is too busy');
});

test('a sender that does not keep its interval is judged elsewhere', () => {
  const flood = { before: [arrived(1000), arrived(1001)], meanwhile: 200, excusedMs: 0, after: [] };

  expect(() => paceAfter(flood, 2000)).toThrow('not an interval apart');
});

test('a sender that goes on while what was launched is held runs elsewhere', () => {
  expect(() => paceAfter({ ...resumed(arrived(11_000)), meanwhile: 3 }, 2000)).toThrow('the sender runs elsewhere');
});
