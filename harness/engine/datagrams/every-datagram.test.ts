import { describe, expect, test } from 'vitest';
import type { Arrival } from './datagram-sink.ts';
import { asTheFirst, regularity, type Watch } from './every-datagram.ts';

const TEXT = 'hello world';

const watch: Watch = {
  ...{ text: TEXT, to: 'group', intervalMs: 2000, silentMs: 100 },
  strays: [],
  ...{ end: undefined, excusedMs: 0, mayLose: 0 },
};

/** A datagram every so many milliseconds, or at these times. */
function sent(times: readonly number[], changed: Readonly<Record<number, Partial<Arrival>>> = {}): readonly Arrival[] {
  return times.map((at, index) => ({
    ...{ at, excusedMs: 0, to: 'group', address: '239.255.1.2', octets: Buffer.from(TEXT) },
    ...{ source: '127.0.0.1', port: 4000 },
    ...changed[index],
  }));
}

const every = (ms: number, count = 12): readonly number[] => Array.from({ length: count }, (_, index) => index * ms);

/** The same, but one datagram later or earlier by so many milliseconds. */
const shifted = (index: number, ms: number): readonly number[] =>
  every(2000).map((at, one) => (one === index ? at + ms : at));

const without = (...lost: readonly number[]): readonly number[] =>
  every(2000).filter((_, index) => !lost.includes(index));

describe('a sender that does nothing but what it does at first', () => {
  test.each([
    ['at its interval', every(2000)],
    ['at another interval, which another row judges', every(3000, 8)],
    ['a flood, of which the beginning is kept', every(2, 256)],
    ['one of which is a little late', shifted(5, 450)],
  ])('%s', (_, times) => {
    expect(regularity(sent(times), watch)).toBe(asTheFirst);
  });
});

describe('what differs is told, with the number of the datagram', () => {
  test.each([
    [{ 2: { octets: Buffer.from(`${TEXT}!`) } }, 'datagram 3: 12 octets, "hello world!"'],
    [{ 11: { octets: Buffer.alloc(0) } }, 'datagram 12: 0 octets, ""'],
    [{ 5: { to: 'unicast', address: '127.0.0.1' } }, 'datagram 6: sent to 127.0.0.1'],
    [{ 9: { port: 4001 } }, 'datagram 10 from 127.0.0.1:4001, those before from 127.0.0.1:4000'],
    [{ 3: { source: '127.0.0.2' } }, 'datagram 4 from 127.0.0.2:4000, those before from 127.0.0.1:4000'],
  ] as const)('%j', (changed, words) => {
    expect(regularity(sent(every(2000), changed), watch)).toBe(words);
  });

  test('what goes elsewhere', () => {
    const strays = ['127.0.0.1:4000 > 127.0.0.1:9, UDP'];

    expect(regularity(sent(every(2000)), { ...watch, strays })).toBe(`a datagram elsewhere: ${strays[0]}`);
  });

  test('its end', () => {
    const end = 'the sender ended by itself (status 0) after 12 datagrams';

    expect(regularity(sent(every(2000)), { ...watch, end })).toBe(end);
  });

  test.each([
    ['in pairs, whose mean is right', [0, 3900, 4000, 7900, 8000], 'gaps of 3.9 s, 100 ms, 3.9 s, 100 ms'],
    ['one of which is late by more than a quarter', shifted(5, 550), /^gaps of 2 s, 2 s, 2 s, 2 s, 2.6 s, 1.5 s, /],
    ['one left out', without(6), /^gaps of .* 4 s/],
  ])('%s', (_, times, words) => {
    expect(regularity(sent(times), watch)).toMatch(words);
  });

  test.each([
    [6, 12_000, 'silent for 12 s after 6 datagrams'],
    [1, 22_000, 'silent for 22 s after 1 datagram'],
  ])('silence after %i', (sentBefore, silentMs, words) => {
    expect(regularity(sent(every(2000, sentBefore)), { ...watch, silentMs })).toBe(words);
  });
});

test('where a network may lose one, one may be missing, and no two', () => {
  const lossy = { ...watch, mayLose: 1 };

  expect(regularity(sent(without(6)), lossy)).toBe(asTheFirst);
  expect(regularity(sent(every(2000)), { ...lossy, silentMs: 4000 })).toBe(asTheFirst);
  expect(regularity(sent(without(3, 8)), lossy)).toMatch(/^gaps of /);
  expect(regularity(sent(every(2000)), { ...lossy, silentMs: 6000 })).toBe('silent for 6 s after 12 datagrams');
});

test('what other rows find at first is not found again', () => {
  const changed = Object.fromEntries(every(1).map((index) => [index, { octets: Buffer.from(`${TEXT}\n`) }]));

  expect(() => regularity(sent(every(2000), changed), watch)).toThrow(
    'its first datagrams are not as they must be: 12 octets, "hello world\\n"',
  );
});

test('a gap that this machine may have made concludes nothing', () => {
  const late = (excused: number) =>
    sent(shifted(5, 900), Object.fromEntries(every(1).map((index) => [index, { excusedMs: index < 5 ? 0 : excused }])));

  expect(() => regularity(late(600), { ...watch, excusedMs: 600 })).toThrow('could not run for 600 ms');
  expect(regularity(late(300), { ...watch, excusedMs: 300 })).toMatch(/^gaps of /);
  expect(() => regularity(sent(every(2000)), { ...watch, silentMs: 2700, excusedMs: 600 })).toThrow('too busy');
  expect(regularity(sent(every(2000)), { ...watch, silentMs: 2700, excusedMs: 100 })).toMatch(/^silent for 2.7 s /);
});
