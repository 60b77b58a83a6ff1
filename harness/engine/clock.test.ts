import { describe, expect, test } from 'vitest';
import { createClock, longestLooksMs, longestMs, TooBusy } from './clock.ts';
import { fakeTime } from './fake-time.test.helper.ts';

/** How a promise has ended by now. */
function watch<Value>(promise: Promise<Value>): { readonly end: () => unknown } {
  let end: unknown = 'pending';
  promise.then(
    (value) => {
      end = value;
    },
    (error: unknown) => {
      end = error;
    },
  );
  return { end: () => end };
}

const never = new Promise<string>(() => undefined);

test('real time is not told by what is excused: that is looked at now and then', async () => {
  const { clock, pass, starve } = fakeTime();
  watch(clock.within(10_000, never));
  starve(1);
  await pass(150);

  const [began, beganReal] = [clock.now() + clock.excusedMs(), clock.realNow()];
  await pass(300);

  expect(clock.realNow() - beganReal).toBe(300);
  // The sum of both is not it: what is excused is looked at in between.
  expect(clock.now() + clock.excusedMs() - began).not.toBe(300);
});

test('so many turns of the event loop are asked for, one after another', async () => {
  let [asked, open] = [0, 0];
  const { turns } = createClock({
    ...{ realMs: () => 0, wallMs: () => 0, wake: () => () => undefined, delayMs: () => 0, ownPart: () => 0 },
    turn: (call) => {
      asked += 1;
      open += 1;
      expect(open).toBe(1);
      queueMicrotask(() => {
        open -= 1;
        call();
      });
    },
  });

  await turns(6);

  expect(asked).toBe(6);
});

describe('on an idle machine', () => {
  test('a limit is over when its time is', async () => {
    const { clock, pass } = fakeTime();
    const waited = watch(clock.within(100, never));

    await pass(99);
    expect(waited.end()).toBe('pending');
    await pass(1);
    expect(waited.end()).toBeUndefined();
    expect(clock.excusedMs()).toBe(0);
  });

  test('a promise that is kept in time gives its value', async () => {
    const { clock, pass } = fakeTime();
    const waited = watch(clock.within(100, clock.pause(40, 'kept')));

    await pass(45);

    expect(waited.end()).toBe('kept');
  });

  test('a fact is looked at until it holds, or once more when the time is over', async () => {
    const { clock, pass, realMs } = fakeTime();
    const look = async (): Promise<number> => realMs();
    const holds = watch(clock.lookUntil(100, look, (ms) => ms >= 50));
    const fails = watch(clock.lookUntil(100, look, () => false));

    await pass(60);
    expect(holds.end()).toBeGreaterThanOrEqual(50);
    expect(holds.end()).toBeLessThan(60);
    expect(fails.end()).toBe('pending');
    await pass(60);
    expect(fails.end()).toBeGreaterThanOrEqual(100);
  });
});

describe('time that does not count', () => {
  test('the harness was held up: the limit runs on for as long', async () => {
    const { clock, pass, holdUp } = fakeTime();
    const waited = watch(clock.within(100, never));

    await pass(50);
    await holdUp(300);
    expect(waited.end()).toBe('pending');
    await pass(25);
    expect(waited.end()).toBe('pending');
    await pass(60);
    expect(waited.end()).toBeUndefined();
    expect(clock.excusedMs()).toBeGreaterThanOrEqual(300);
    expect(clock.excusedMs()).toBeLessThan(325);
  });

  test('a hold-up by the IUT itself is excused, and is no busy machine', async () => {
    const { clock, pass, holdUp, spin } = fakeTime();
    void clock.pause(10_000);
    await pass(100);

    await holdUp(300);
    expect([clock.excusedMs(), clock.busyMs()]).toEqual([300, 300]);

    spin(0.9);
    await holdUp(300);
    expect(clock.excusedMs()).toBe(600);
    expect(clock.busyMs()).toBeCloseTo(330);
  });

  test('the harness is busy, and comes round every 40 ms: half of the time counts', async () => {
    const { clock, holdUp } = fakeTime();
    const waited = watch(clock.within(1000, never));

    for (let rounds = 0; rounds < 45; rounds += 1) await holdUp(40);
    expect(waited.end()).toBe('pending');
    for (let rounds = 0; rounds < 15; rounds += 1) await holdUp(40);

    expect(waited.end()).toBeUndefined();
    expect(clock.excusedMs()).toBeGreaterThan(900);
    expect(clock.excusedMs()).toBeLessThan(1300);
  });

  test('the IUT waited for a processor: half the time makes a limit twice as long', async () => {
    const { clock, pass, starve, realMs } = fakeTime();
    starve(0.5);
    const waited = watch(clock.within(1000, never));

    await pass(1900);
    expect(waited.end()).toBe('pending');
    await pass(250);
    expect(waited.end()).toBeUndefined();
    expect(clock.excusedMs()).toBe(realMs() / 2);
  });

  test('what comes while the harness is held up is seen before the limit is over', async () => {
    const { clock, pass, holdUp } = fakeTime();
    let come: (value: string) => void = () => undefined;
    const octets = new Promise<string>((resolve) => {
      come = resolve;
    });
    const waited = watch(clock.within(100, octets));
    await pass(90);

    await holdUp(5000);
    come('octets');
    await pass(1);

    expect(waited.end()).toBe('octets');
  });

  test('threads that wait longer than time passes count once', async () => {
    const { clock, pass, starve, realMs } = fakeTime();
    starve(8);
    void clock.pause(200);

    await pass(150);

    expect(clock.excusedMs()).toBeLessThanOrEqual(realMs());
  });
});

test('a silence lasts for so long in real time, and what it lasts longer is told', async () => {
  const { clock, pass, holdUp, starve } = fakeTime();
  starve(0.5);
  const first = watch(clock.silence(1000));
  await pass(1001);
  expect(first.end()).toBeUndefined();
  expect(clock.lateMs()).toBeLessThan(5);

  const second = watch(clock.silence(1000));
  await pass(900);
  await holdUp(3000);
  await pass(1);

  expect(second.end()).toBeUndefined();
  expect(clock.lateMs()).toBeGreaterThanOrEqual(2900);
});

test('lookUntil: what does not come is looked for less and less often, and once more when the limit is over', async () => {
  const { clock, pass, realMs } = fakeTime();
  const looks: number[] = [];
  const look = async (): Promise<string> => {
    looks.push(realMs());
    return 'nothing';
  };
  const waited = watch(clock.lookUntil(2000, look, () => false));

  await pass(2001);

  expect(waited.end()).toBe('nothing');
  expect(looks.slice(1, 4)).toEqual([6, 11, 16]);
  expect(looks.filter((at) => at > 1000 && at < 1900).length).toBeLessThanOrEqual(9);
  expect(looks.at(-1)).toBe(2000);
});

test.each([
  ['within', longestMs(100), '10'],
  ['lookUntil', longestLooksMs(100), '30'],
] as const)('%s: where hardly any time counts nothing is concluded', async (wait, longest, seconds) => {
  const { clock, pass, starve } = fakeTime();
  starve(1);
  const waits = {
    within: () => clock.within(100, never),
    lookUntil: () =>
      clock.lookUntil(
        100,
        async () => 'a fact',
        () => false,
      ),
  };
  const waited = watch<unknown>(waits[wait]());

  await pass(longest - 200);
  expect(waited.end()).toBe('pending');
  await pass(700);

  expect(waited.end()).toBeInstanceOf(TooBusy);
  expect(String(waited.end())).toMatch(
    new RegExp(
      `this machine was too busy: of ${seconds}\\.?\\d* s the program or the harness was held up for ${seconds}`,
    ),
  );
});

test('lookUntil: where little time counts it is looked for as long as that comes to the limit', async () => {
  const { clock, pass, starve } = fakeTime();
  starve(0.95);
  const waited = watch(
    clock.lookUntil(
      1000,
      async () => 'nothing',
      () => false,
    ),
  );

  await pass(longestMs(1000) + 1000);
  expect(waited.end()).toBe('pending');
  await pass(9500);
  expect(waited.end()).toBe('nothing');
});

test('a limit that is called off says nothing any more', async () => {
  const { clock, pass } = fakeTime();
  let calls = 0;
  const callOff = clock.after(10, () => {
    calls += 1;
  });

  callOff();
  await pass(50);

  expect(calls).toBe(0);
});

describe('a machine that sleeps', () => {
  test('is told by the wall clock where the other one stops', async () => {
    const { clock, pass, sleep } = fakeTime();
    const waited = watch(clock.within(100, never));

    await pass(50);
    sleep(40_000);
    expect(clock.sleptMs()).toBe(40_000);
    expect(waited.end()).toBe('pending');
    await pass(51);
    expect(waited.end()).toBeUndefined();
    expect(clock.sleptMs()).toBe(40_000);
  });

  test('is told by what is not called back for long where that one goes on', async () => {
    const { clock, pass, holdUp } = fakeTime();
    watch(clock.within(100, never));

    await pass(50);
    await holdUp(29_000);
    expect(clock.sleptMs()).toBe(0);
    watch(clock.within(100, never));
    await holdUp(31_000);
    expect(clock.sleptMs()).toBeGreaterThanOrEqual(31_000);
  });
});
