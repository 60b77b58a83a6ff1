import { expect, test } from 'vitest';
import { type HostWatch, LOST_MS } from '../../targets/host-watch.ts';
import type { Attempt } from '../attempt.ts';
import { inReach } from './in-reach.ts';

/** An attempt that came to a verdict. */
function attemptWith(verdict: Attempt['verdict']): Attempt {
  const reason = verdict === 'pass' ? '' : `what ${verdict} says`;
  return { verdict, reason, notes: ['its own'], evidence: [], onWire: { ports: [], groups: [], sent: [] } };
}

/** Attempts that come to these verdicts, beside a host that was silent for so long in each, and is back or not. */
async function judged(
  verdicts: readonly Attempt['verdict'][],
  silences: readonly number[],
  isBack = true,
): Promise<{ readonly attempt: Attempt; readonly attempts: number }> {
  let attempts = 0;
  const watch: HostWatch = {
    silentMs: () => silences[attempts - 1] ?? 0,
    answers: () => isBack,
    close: () => undefined,
  };
  const attempt = await inReach(
    async () => attemptWith(verdicts[attempts++] ?? 'error'),
    () => watch,
    30,
  );
  return { attempt, attempts };
}

test('a failure beside a host that answers stands', async () => {
  expect(await judged(['fail'], [LOST_MS - 1])).toEqual({ attempt: attemptWith('fail'), attempts: 1 });
});

test('a case that passed stands, whatever the host did', async () => {
  expect(await judged(['pass'], [8000])).toEqual({ attempt: attemptWith('pass'), attempts: 1 });
});

test.each(['fail', 'warning', 'inconclusive'] as const)(
  '%s beside a silent host is attempted again',
  async (verdict) => {
    const { attempt, attempts } = await judged([verdict, 'pass'], [8000, 0]);

    expect(attempts).toBe(2);
    expect(attempt).toEqual({
      ...attemptWith('pass'),
      notes: ['the target was not reachable for 8 s: this is the second attempt', 'its own'],
    });
  },
);

test('a failure that shows again when the host is back stands', async () => {
  const { attempt } = await judged(['fail', 'fail'], [8000, 0]);

  expect([attempt.verdict, attempt.reason]).toEqual(['fail', 'what fail says']);
});

test('a host that is lost again concludes nothing', async () => {
  const { attempt, attempts } = await judged(['fail', 'fail'], [8000, 5000]);

  expect(attempts).toBe(2);
  expect([attempt.verdict, attempt.reason]).toEqual([
    'inconclusive',
    'the target was not reachable for 8 s, and again for 5 s',
  ]);
});

test('a host that stays away concludes nothing', async () => {
  const { attempt, attempts } = await judged(['fail'], [9000], false);

  expect(attempts).toBe(1);
  expect([attempt.verdict, attempt.reason]).toEqual(['inconclusive', 'the target was not reachable for 9 s']);
});
