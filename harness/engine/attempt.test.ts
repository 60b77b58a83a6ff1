import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../contracts/verdict.ts';
import { type Attempt, BUSY_MS, type Repetition, raceBody, trusted, unjudged, withLimit } from './attempt.ts';
import { Finding, Inconclusive } from './finding.ts';

const { signal } = new AbortController();

/** Attempts that end so, one after another, each while so many milliseconds did not count. */
function attempts(...ends: readonly (readonly [Verdict, number])[]) {
  let made = 0;
  let busy = 0;
  const attempt = async (): Promise<Attempt> => {
    const [verdict, busyMs] = ends[made] ?? ['error', 0];
    made += 1;
    busy += busyMs;
    return { verdict, reason: `attempt ${made}`, notes: [], evidence: [], onWire: { ports: [], groups: [], sent: [] } };
  };
  let renewed = 0;
  const renew = async (): Promise<void> => {
    renewed += 1;
  };
  return {
    judged: (known: Pick<Repetition, 'isKnown' | 'onTrusted'> = {}) =>
      trusted(attempt, { signal, busyMs: () => busy, renew, ...known }),
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

  test('one that other cases of its row have failed by is not repeated, and vouches for no other', async () => {
    const tried = attempts(['fail', 9000]);
    const trustedOnes: Attempt[] = [];

    const one = await tried.judged({ isKnown: () => true, onTrusted: (failed) => trustedOnes.push(failed) });
    expect(one).toMatchObject({ verdict: 'fail', reason: 'attempt 1' });
    expect([tried.made(), trustedOnes]).toEqual([1, []]);
  });

  test('one that stands by itself is told of, once', async () => {
    const trustedOnes: string[] = [];
    const onTrusted = ({ reason }: Attempt): unknown => trustedOnes.push(reason);
    await attempts(['fail', 0]).judged({ onTrusted });
    await attempts(['fail', 9000], ['fail', 0]).judged({ onTrusted });
    await attempts(['fail', 9000], ['pass', 0]).judged({ onTrusted });

    expect(trustedOnes).toEqual(['attempt 1', 'attempt 2']);
  });

  test('an interrupted run repeats nothing', async () => {
    const interrupted = AbortSignal.abort();
    let busy = 0;
    let made = 0;
    const attempt = async (): Promise<Attempt> => {
      busy += 9000;
      made += 1;
      return { verdict: 'fail', reason: '', notes: [], evidence: [], onWire: { ports: [], groups: [], sent: [] } };
    };

    expect(await trusted(attempt, { signal: interrupted, busyMs: () => busy })).toMatchObject({
      verdict: 'fail',
    });
    expect(made).toBe(1);
  });
});

describe('an attempt in which nothing could be measured', () => {
  /** Attempts that end so, one after another. */
  function measuring(...ends: readonly (Verdict | 'unmeasured')[]) {
    let made = 0;
    const told: string[] = [];
    const attempt = async (): Promise<Attempt> => {
      const end = ends[made] ?? 'error';
      made += 1;
      const reason = `attempt ${made}`;
      if (end === 'unmeasured') return { ...unjudged(reason), isUnmeasured: true };
      return { ...unjudged(reason), verdict: end };
    };
    const tell = async (why: string): Promise<void> => void told.push(why);
    return { judged: () => trusted(attempt, { signal, busyMs: () => 0, tell }), told };
  }

  test('is repeated, and what comes of that stands', async () => {
    const { judged, told } = measuring('unmeasured', 'pass');

    expect(await judged()).toMatchObject({ verdict: 'pass', reason: 'attempt 2' });
    expect(told).toEqual(['this machine was too busy to measure; the case is attempted once more']);
    expect(await measuring('unmeasured', 'unmeasured', 'fail').judged()).toMatchObject({ verdict: 'fail' });
  });

  test('is one of three in all, with those that fail', async () => {
    let made = 0;
    const attempt = async (): Promise<Attempt> => {
      made += 1;
      return made === 1 ? { ...unjudged(''), isUnmeasured: true } : { ...unjudged('failed'), verdict: 'fail' };
    };

    expect(await trusted(attempt, { signal, busyMs: () => 9000 * made })).toMatchObject({ verdict: 'fail' });
    expect(made).toBe(3);
  });

  test('is the last where each is', async () => {
    const { judged, told } = measuring('unmeasured', 'unmeasured', 'unmeasured', 'pass');

    expect(await judged()).toMatchObject({ verdict: 'inconclusive', reason: 'attempt 3' });
    expect(told).toHaveLength(2);
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
    const told: string[] = [];
    const tell = async (why: string): Promise<void> => void told.push(why);
    const judged = () => trusted(attempt, { signal, busyMs: () => 0, lateMs: () => late, tell });
    return { judged, told, made: () => made };
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
    const { judged, told, made } = failures(4000, 20);

    expect(await judged()).toMatchObject({ verdict: 'fail', reason: 'attempt 2' });
    expect(made()).toBe(2);
    expect(told).toEqual(['it failed while this machine was busy; the case is attempted once more']);
  });
});

describe('an attempt in which this machine slept', () => {
  /** Attempts that end so, one after another, each while the machine slept for so many milliseconds. */
  function sleeping(...ends: readonly (readonly [Verdict, number, Partial<Attempt>?])[]) {
    let [made, slept, renewed] = [0, 0, 0];
    const told: string[] = [];
    const attempt = async (): Promise<Attempt> => {
      const [verdict, sleptMs, more] = ends[made] ?? ['error', 0];
      made += 1;
      slept += sleptMs;
      return { ...unjudged(`attempt ${made}`), verdict, ...more };
    };
    const renew = async (): Promise<void> => {
      renewed += 1;
    };
    const tell = async (why: string): Promise<void> => void told.push(why);
    const busy = { busyMs: () => 0, lateMs: () => 0 };
    const judged = (by = signal) => trusted(attempt, { signal: by, ...busy, sleptMs: () => slept, renew, tell });
    return { judged, told, made: () => made, renewed: () => renewed };
  }

  const note = 'this machine was asleep for 40 s meanwhile, and the case was attempted once more';

  test.each<[string, Verdict]>([
    ['a failure', 'fail'],
    ['a broken SHOULD', 'warning'],
    ['what was not concluded', 'inconclusive'],
    ['an error', 'error'],
  ])('is made again: %s', async (_, verdict) => {
    const { judged, told, made, renewed } = sleeping([verdict, 40_000], ['fail', 0]);

    expect(await judged()).toMatchObject({ verdict: 'fail', reason: 'attempt 2', notes: [note] });
    expect({ made: made(), renewed: renewed() }).toEqual({ made: 2, renewed: 1 });
    expect(told).toEqual(['this machine was asleep for 40 s meanwhile; the case is attempted once more']);
  });

  test.each<[string, Verdict, number, Partial<Attempt>]>([
    ['a pass', 'pass', 40_000, {}],
    ['what is not applicable', 'not-applicable', 40_000, {}],
    ['a case that the operator skipped', 'inconclusive', 40_000, { wish: 'skip' }],
    ['a failure beside a step of the wall clock', 'fail', 1000, {}],
    ['a failure beside a step back', 'fail', -40_000, {}],
  ])('stands: %s', async (_, verdict, ms, more) => {
    const { judged, made } = sleeping([verdict, ms, more]);

    expect(await judged()).toMatchObject({ verdict, reason: 'attempt 1', notes: [] });
    expect(made()).toBe(1);
  });

  test('concludes nothing where it slept each time, or the run ends', async () => {
    const reason = 'this machine was asleep for 40 s meanwhile: attempt';
    const [always, once] = [sleeping(['fail', 1e4], ['error', 1e4], ['fail', 4e4]), sleeping(['fail', 4e4])];

    expect(await always.judged()).toMatchObject({ verdict: 'inconclusive', reason: `${reason} 3` });
    expect(await once.judged(AbortSignal.abort())).toMatchObject({ verdict: 'inconclusive', reason: `${reason} 1` });
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
    let end: () => void = () => undefined;
    const body = new Promise<void>((resolve) => {
      end = resolve;
    });
    // Far more than the limit, and than any pause of a busy machine: asked for when the limit is over for the first time.
    const raced = raceBody(body, 20, signal, () => {
      end();
      return 60_000;
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

  test('time that a person takes is not counted', async () => {
    let answer: (text: string) => void = () => undefined;
    const work = new Promise<string>((resolve) => {
      answer = resolve;
    });
    // Far more than the limit, as in `raceBody`.
    const excusedMs = (): number => {
      answer('yes');
      return 60_000;
    };

    expect(await withLimit(20, work, undefined, excusedMs)).toBe('yes');
  });

  test('work that never ends concludes nothing, or is said to be undone', async () => {
    await expect(withLimit(20, never)).rejects.toThrow(new Inconclusive('not done within 20 ms'));
    expect(await withLimit(20, never, (words) => `the client was ${words}`)).toBe(
      'the client was not done within 20 ms',
    );
  });
});

test('a body that has ended listens to the signal of the run no more', async () => {
  const { signal } = new AbortController();

  await raceBody(Promise.resolve(), 1000, signal);
  await raceBody(Promise.reject(new Error('no')), 1000, signal);

  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
