import { test as everyTurn, expect } from 'vitest';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import {
  CABLES,
  expectOnlyLosses,
  judgeOver,
  overBad,
  overPerfect,
  serversOver,
  useBad,
  usePerfect,
} from './over-cables.test.helper.ts';

const test = takingTurns(everyTurn, CABLES);

/** The suites of TCP servers between two hosts. */

const perfect = usePerfect();
const bad = useBad();

test(overPerfect, { timeout: 420_000 }, async () => {
  await judgeOver(perfect(), 'perfect', serversOver(perfect(), 'perfect'));
});

test(overBad, { timeout: 420_000 }, async () => {
  await judgeOver(bad(), 'bad', serversOver(bad(), 'bad'));

  const ways = await expectOnlyLosses(bad());
  for (const { lost, passed } of ways) expect(lost).toBeGreaterThan(passed / 200);
});
