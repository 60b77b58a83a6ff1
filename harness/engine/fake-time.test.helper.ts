import { type Clock, createClock } from './clock.ts';

/** A clock whose machine is told what happens. */
export interface FakeTime {
  readonly clock: Clock;
  /** Lets real time pass, millisecond by millisecond. */
  readonly pass: (ms: number) => Promise<void>;
  /** The harness's own thread is held up: time passes, and nothing is called back meanwhile. */
  readonly holdUp: (ms: number) => Promise<void>;
  /** Of the time that passes from now on, this part is waited for a processor by the IUT. */
  readonly starve: (part: number) => void;
  /** Of the time that passes from now on, the IUT runs for this part of that of all processors. */
  readonly spin: (part: number) => void;
  readonly realMs: () => number;
  /** The machine sleeps: the wall clock alone goes on. */
  readonly sleep: (ms: number) => void;
}

/** Makes a clock over time that a test lets pass. */
export function fakeTime(): FakeTime {
  let real = 0;
  let slept = 0;
  let delayed = 0;
  let part = 0;
  let own = 0;
  let timers: { readonly at: number; readonly call: () => void }[] = [];
  const due = async (): Promise<void> => {
    for (;;) {
      const next = timers.filter(({ at }) => at <= real).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) return;
      timers = timers.filter((one) => one !== next);
      next.call();
      await settled();
    }
  };
  const clock = createClock({
    realMs: () => real,
    wallMs: () => 1_000_000 + real + slept,
    wake: (ms, call) => {
      const timer = { at: real + ms, call };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    turn: (call) => queueMicrotask(call),
    delayMs: () => {
      const delay = delayed;
      delayed = 0;
      return delay;
    },
    ownPart: () => own,
  });
  return {
    clock,
    pass: async (ms) => {
      for (let passed = 0; passed < ms; passed += 1) {
        real += 1;
        delayed += part;
        await due();
      }
    },
    holdUp: async (ms) => {
      real += ms;
      delayed += ms * part;
      await due();
    },
    starve: (share) => {
      part = share;
    },
    spin: (share) => {
      own = share;
    },
    realMs: () => real,
    sleep: (ms) => {
      slept += ms;
    },
  };
}

/** Lets all that waits for no timer go on. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 10; turns += 1) await Promise.resolve();
}
