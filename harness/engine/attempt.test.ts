import { describe, expect, test } from 'vitest';
import type { Verdict } from '../contracts/verdict.ts';
import { type Attempt, BUSY_MS, raceBody, trusted, withLimit } from './attempt.ts';
import { Finding, Inconclusive } from './finding.ts';

const { signal } = new AbortController();

/** Attempts that end so, one after another, each while so many milliseconds did not count. */
function attempts(...ends: readonly (readonly [Verdict, number])[]) {
  let made = 0;
  let excused = 0;
  const attempt = async (): Promise<Attempt> => {
    const [verdict, busyMs] = ends[made] ?? ['error', 0];
    made += 1;
    excused += busyMs;
    return { verdict, reason: `attempt ${made}`, notes: [], evidence: [], onWire: { ports: [], groups: [], sent: [] } };
  };
  let renewed = 0;
  const renew = async (): Promise<void> => {
    renewed += 1;
  };
  return {
    judged: () => trusted(attempt, { signal, excusedMs: () => excused, renew }),
    made: () => made,
    renewed: () => renewed,
  };
}

describe('a failure is repeated while the machine is busy', () => {
  test.each<readonly [string, readonly (readonly [Verdict, number])[], Verdict, string, number]>([
    ['a pass stands', [['pass', 9000]], 'pass', 'attempt 1', 1],
    ['a failure on an idle machine stands', [['fail', BUSY_MS - 1]], 'fail', 'attempt 1', 1],
    [
      'a failure that repeats itself stands',
      [
        ['fail', 9000],
        ['fail', 9000],
        ['fail', 9000],
      ],
      'fail',
      'attempt 3',
      3,
    ],
    [
      'a failure that repeats itself on a machine that is idle again',
      [
        ['fail', 9000],
        ['fail', 0],
      ],
      'fail',
      'attempt 2',
      2,
    ],
    [
      'one that does not concludes nothing',
      [
        ['warning', 9000],
        ['pass', 0],
      ],
      'inconclusive',
      'this machine was too busy to tell: at first attempt 1; repeated, it passed',
      2,
    ],
    [
      'what comes of the repetition stands, if it is no pass',
      [
        ['fail', 9000],
        ['error', 0],
      ],
      'error',
      'attempt 2',
      2,
    ],
    ['nothing else is repeated', [['inconclusive', 9000]], 'inconclusive', 'attempt 1', 1],
  ])('%s', async (_, ends, verdict, reason, made) => {
    const tried = attempts(...ends);

    expect(await tried.judged()).toMatchObject({ verdict, reason });
    expect(tried.made()).toBe(made);
    expect(tried.renewed()).toBe(made - 1);
  });

  test('an interrupted run repeats nothing', async () => {
    const interrupted = AbortSignal.abort();
    let excused = 0;
    let made = 0;
    const attempt = async (): Promise<Attempt> => {
      excused += 9000;
      made += 1;
      return { verdict: 'fail', reason: '', notes: [], evidence: [], onWire: { ports: [], groups: [], sent: [] } };
    };

    expect(await trusted(attempt, { signal: interrupted, excusedMs: () => excused })).toMatchObject({
      verdict: 'fail',
    });
    expect(made).toBe(1);
  });
});

describe('a silence of the harness that was longer than it was to be', () => {
  /** Attempts that fail, one after another, each with silences so many milliseconds too long. */
  function failures(...lates: readonly number[]) {
    let [made, late] = [0, 0];
    const attempt = async (): Promise<Attempt> => {
      late += lates[made] ?? 0;
      made += 1;
      const onWire = { ports: [], groups: [], sent: [] };
      return { verdict: 'fail', reason: `attempt ${made}`, notes: [], evidence: [], onWire };
    };
    const judged = () => trusted(attempt, { signal, excusedMs: () => 0, lateMs: () => late });
    return { judged, made: () => made };
  }

  test('concludes nothing where it was so each time', async () => {
    const { judged, made } = failures(4000, 900, 2500);

    expect(await judged()).toMatchObject({
      verdict: 'inconclusive',
      reason:
        'this machine was too busy to tell: at first attempt 1; the harness was silent for 2.5 s longer than it was to be',
    });
    expect(made()).toBe(3);
  });

  test('does not excuse a failure that repeats itself without it', async () => {
    const { judged, made } = failures(4000, 20);

    expect(await judged()).toMatchObject({ verdict: 'fail', reason: 'attempt 2' });
    expect(made()).toBe(2);
  });
});

describe('the race of a body against its limits', () => {
  test('what it throws is its outcome', async () => {
    const finding = new Finding('one', 'another');

    expect(await raceBody(Promise.reject(finding), 1000, signal)).toEqual({ outcome: finding, overran: false });
    expect(await raceBody(Promise.resolve(), 1000, signal)).toEqual({ outcome: undefined, overran: false });
  });

  test('one that does not end is ended, and says which flag gives it more time', async () => {
    const { outcome, overran } = await raceBody(new Promise(() => undefined), 20, signal);

    expect(overran).toBe(true);
    expect(String(outcome)).toContain('did not end within its limit of 20 ms (--timeout raises it)');
  });

  test('time that a person takes is not counted', async () => {
    let excused = 0;
    let end: () => void = () => undefined;
    const body = new Promise<void>((resolve) => {
      end = resolve;
    });
    const raced = raceBody(body, 20, signal, () => {
      excused += 20;
      if (excused === 60) end();
      return excused;
    });

    expect(await raced).toEqual({ outcome: undefined, overran: false });
  });

  test('an interruption ends it', async () => {
    const { outcome } = await raceBody(new Promise(() => undefined), 60_000, AbortSignal.timeout(1));

    expect(String(outcome)).toContain('interrupted');
  });
});

describe('work that has limits of its own has one more', () => {
  const never = new Promise<string>(() => undefined);

  test('what it comes to, and what it throws, is passed on', async () => {
    const finding = new Finding('one', 'other');

    expect(await withLimit(60_000, Promise.resolve('done'))).toBe('done');
    await expect(withLimit(60_000, Promise.reject(finding))).rejects.toBe(finding);
  });

  test('work that never ends concludes nothing, or is said to be undone', async () => {
    await expect(withLimit(20, never)).rejects.toThrow(new Inconclusive('not done within 20 ms'));
    expect(await withLimit(20, never, (words) => `the client was ${words}`)).toBe(
      'the client was not done within 20 ms',
    );
  });
});
