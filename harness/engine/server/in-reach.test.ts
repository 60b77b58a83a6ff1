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
function reachingBeside(verdicts: readonly Attempt['verdict'][], silences: readonly number[], isBack = true) {
  let attempts = 0;
  let looks = 0;
  const watch: HostWatch = {
    silentMs: () => silences[attempts - 1] ?? 0,
    answers: () => {
      looks += 1;
      return isBack;
    },
    close: () => undefined,
  };
  const reaching = inReach(() => watch, 30);
  const judge = (): Promise<Attempt> => reaching(async () => attemptWith(verdicts[attempts++] ?? 'error'));
  return { judge, attempts: () => attempts, looks: () => looks };
}

/** One case of them. */
async function judged(
  ...parts: Parameters<typeof reachingBeside>
): Promise<{ readonly attempt: Attempt; readonly attempts: number }> {
  const { judge, attempts } = reachingBeside(...parts);
  const attempt = await judge();
  return { attempt, attempts: attempts() };
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

test('a host that was waited for in vain is looked at once in each case that follows', async () => {
  const { judge, looks } = reachingBeside(['fail', 'inconclusive', 'inconclusive'], [9000, 9000, 9000], false);
  await judge();
  const waited = looks();
  expect(waited).toBeGreaterThan(1);

  const next = await judge();
  await judge();

  expect(looks()).toBe(waited + 2);
  expect(next).toEqual(attemptWith('inconclusive'));
});
