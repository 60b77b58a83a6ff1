import { describe, expect, test } from 'vitest';
import { ATTEMPTS, type Trust, type TrustEvent, trustAfter, untried } from './trust.ts';

const reached: Trust = { state: 'reached', failures: 0, why: '' };
const doubted: Trust = { state: 'doubted', failures: 1, why: 'silent' };
const givenUp: Trust = { state: 'given up', failures: 1, why: 'refused' };

const failed: TrustEvent = { kind: 'failed', why: 'ended at once' };
const stopped: TrustEvent = { kind: 'stopped', why: 'refused' };

describe('the truth table', () => {
  test.each<readonly [Trust, TrustEvent, Trust]>([
    [untried, { kind: 'connected' }, reached],
    [untried, { kind: 'served' }, untried],
    [untried, { kind: 'judged' }, untried],
    [untried, failed, { state: 'given up', failures: 1, why: 'ended at once' }],
    [untried, stopped, { state: 'given up', failures: 1, why: 'refused' }],
    [reached, { kind: 'connected' }, reached],
    [reached, { kind: 'served' }, reached],
    [reached, { kind: 'judged' }, reached],
    [reached, failed, { ...reached, failures: 1 }],
    [reached, stopped, { state: 'doubted', failures: 1, why: 'refused' }],
    [doubted, { kind: 'connected' }, doubted],
    [doubted, { kind: 'served' }, reached],
    [doubted, { kind: 'judged' }, { ...doubted, failures: 0 }],
    [doubted, failed, { ...doubted, failures: 2 }],
    [doubted, stopped, { state: 'doubted', failures: 2, why: 'refused' }],
    [givenUp, { kind: 'connected' }, givenUp],
    [givenUp, { kind: 'served' }, givenUp],
    [givenUp, { kind: 'judged' }, givenUp],
    [givenUp, failed, givenUp],
    [givenUp, stopped, givenUp],
  ])('%j, then %j', (before, event, after) => {
    expect(trustAfter(before, event)).toEqual(after);
  });
});

test('a target that was reached is given up after some failures in a row, by the last of them', () => {
  const events = Array.from(
    { length: ATTEMPTS },
    (_, number): TrustEvent => ({ kind: 'failed', why: `failure ${number + 1}` }),
  );

  expect(events.slice(1).reduce(trustAfter, reached).state).toBe('reached');
  expect(events.reduce(trustAfter, reached)).toEqual({ state: 'given up', failures: 3, why: 'failure 3' });
});

test('a verdict between failures counts them anew', () => {
  const events: readonly TrustEvent[] = [failed, failed, { kind: 'judged' }, failed, failed];

  expect(events.reduce(trustAfter, reached)).toEqual({ ...reached, failures: 2 });
});
