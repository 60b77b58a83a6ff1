import { test as everyTurn } from 'vitest';
import { takingTurns } from '../selftest/taking-turns.test.helper.ts';
import {
  CABLES,
  clientsOver,
  expectOnlyLosses,
  judgeOver,
  overBad,
  overPerfect,
  useBad,
  usePerfect,
} from './over-cables.test.helper.ts';

const test = takingTurns(everyTurn, CABLES);

/** The suites of TCP clients between two hosts. Clients have the one cable while servers have the other: the bad one takes longer. */

const perfect = usePerfect();
const bad = useBad();

/** Clients that are judged at the same time: each is launched once a case, and more are more than two processors can do. */
const AT_ONCE = 3;

test(overBad, { timeout: 420_000 }, async () => {
  await judgeOver(bad(), 'bad', clientsOver(bad(), 'bad'), AT_ONCE);

  // Of the few frames of some turns none is lost: how many are is asked where servers are judged.
  await expectOnlyLosses(bad());
});

test(overPerfect, { timeout: 420_000 }, async () => {
  await judgeOver(perfect(), 'perfect', clientsOver(perfect(), 'perfect'), AT_ONCE);
});
