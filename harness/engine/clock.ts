import { delaysHere, type RunDelays } from '../processes/run-delays.ts';
import { Inconclusive } from './finding.ts';
import { POLL_MS } from './limits.ts';
import { duration } from './words.ts';

/**
 * Time as the implementation under test has it. A limit runs only while the IUT could have run: time for which this thread
 * was held up, and time for which the IUT's threads waited for a processor or for what drains their terminal, does not
 * count. So no verdict depends on how busy the machine is. Every wait of a case goes through here.
 */
export interface Clock {
  /** Milliseconds since some moment, without those that do not count. */
  readonly now: () => number;
  /** Milliseconds since some moment, all of them: limits that the IUT keeps of its own run on while the machine is busy. */
  readonly realNow: () => number;
  /** All milliseconds so far that did not count. */
  readonly excusedMs: () => number;
  /**
   * The same milliseconds, without those for which this thread was held up by the IUT itself: a program that spins could run
   * meanwhile, so that no limit of its own was over too soon.
   */
  readonly busyMs: () => number;
  /** Resolves after `ms`, to the value. */
  readonly pause: <Value = undefined>(ms: number, value?: Value) => Promise<Value | undefined>;
  /** Resolves after so many real milliseconds: of a rest between two looks. */
  readonly rest: (ms: number) => Promise<void>;
  /** Resolves after so many real milliseconds in which the harness does nothing: a silence that is itself what a case provokes with. */
  readonly silence: (ms: number) => Promise<void>;
  /** By how many milliseconds all silences so far were longer than they were to be: limits of the IUT's own run on meanwhile. */
  readonly lateMs: () => number;
  /**
   * All milliseconds so far for which this machine slept, as far as a clock tells: connections may be dead since. The wall
   * clock is ahead by as much where the other one stops meanwhile, as on Linux; elsewhere nothing was called back for as long.
   */
  readonly sleptMs: () => number;
  /** The value of a promise, or undefined when `ms` are over first. The promise itself goes on. Rejects with `TooBusy`. */
  readonly within: <Value>(ms: number, promise: Promise<Value>) => Promise<Value | undefined>;
  /** Resolves after so many turns of the event loop, in which what has come is read. */
  readonly turns: (count: number) => Promise<void>;
  /** Looks at a fact until `holds` is content with it or `ms` are over; resolves to the last look either way. Rejects with `TooBusy`. */
  readonly lookUntil: <Fact>(ms: number, look: () => Promise<Fact>, holds: (fact: Fact) => boolean) => Promise<Fact>;
  /** Calls back when `ms` are over. Returns how to call it off. */
  readonly after: (ms: number, over: Over) => () => void;
}

/** Called when a limit is over, with what is to be said where the machine was too busy to tell. */
export type Over = (tooBusy: TooBusy | undefined) => void;

/** What a clock goes by. */
export interface ClockSources {
  /** Milliseconds since some moment. */
  readonly realMs: () => number;
  /** Milliseconds of the wall clock, which goes on while the machine sleeps. */
  readonly wallMs: () => number;
  /** Calls back after at least so many real milliseconds; returns how to call it off. */
  readonly wake: (ms: number, call: () => void) => () => void;
  /** Gives everything that has happened meanwhile its turn, then calls back. */
  readonly turn: (call: () => void) => void;
  /** Milliseconds for which the IUT's threads were held up since this was last asked. */
  readonly delayMs: () => number;
  /** Which part of the time of all processors the IUT's threads ran for, up to when `delayMs` was last asked: 0 to 1. */
  readonly ownPart: () => number;
}

/** The machine was too busy for a limit to mean anything: nothing can be concluded. */
export class TooBusy extends Inconclusive {
  override readonly name: string = 'TooBusy';
}

/** How often the clock looks whether its thread is held up, in milliseconds. */
const BEAT_MS = 20;

/** A beat that is later than this was held up, in milliseconds; timers are late by a few. */
const LATE_MS = 10;

/** A gap between two beats that is longer than this counts whole, in milliseconds; of a shorter one the thread that is busy was there for a beat. */
const HELD_UP_MS = 100;

/** A gap between two beats that is longer than this is a sleep, in milliseconds: no busy machine holds a thread up for so long. */
const SLEEP_MS = 30_000;

/** Beats from one look at the IUT's threads to the next: each reads a file a thread. */
const BEATS_A_LOOK = 10;

/** A wait may be prolonged to so many times its limit, and by so many milliseconds where that is more; then nothing is concluded. */
const PROLONGED = { times: 4, atLeastMs: 10_000 };

/** A fact that is looked at stays as it is: so many times as long a wait for it may be prolonged before nothing is concluded. */
const LOOKS_LONGER = 3;

/** Looks that take long are made less often: after each the harness rests for so many times as long. */
const LOOK_REST = 4;

/** What has not come so far is looked for less often: after each look the harness rests for this part of the time so far. */
const REST_OF_WAIT = 0.1;

/** The longest rest between two looks, in milliseconds. */
const LONGEST_REST_MS = 500;

/** How long to rest, in milliseconds, after a look that took `lookMs`, in a wait that has taken `waitedMs` so far. */
function restAfterLook(lookMs: number, waitedMs: number): number {
  return Math.min(LONGEST_REST_MS, Math.max(POLL_MS, LOOK_REST * lookMs, REST_OF_WAIT * waitedMs));
}

/** The longest that a wait of `ms` takes, in real milliseconds. */
export function longestMs(ms: number): number {
  return ms + Math.max(PROLONGED.times * ms, PROLONGED.atLeastMs);
}

/** The longest that looks at a fact for `ms` take, in real milliseconds. */
export function longestLooksMs(ms: number): number {
  return LOOKS_LONGER * longestMs(ms);
}

/** Makes a clock. It only beats while somebody waits. */
export function createClock({ realMs, wallMs, wake, turn, delayMs, ownPart }: ClockSources): Clock {
  const aheadAtFirst = wallMs() - realMs();
  let excused = 0;
  let busy = 0;
  let heldUp = 0;
  let waiting = 0;
  let beats = 0;
  let lastBeat = 0;
  let lastLook = 0;
  let late = 0;
  let asleep = 0;
  let callOff: (() => void) | undefined;

  const look = (): void => {
    const sinceLook = realMs() - lastLook;
    const delay = delayMs();
    excused += Math.min(Math.max(delay, heldUp), sinceLook);
    busy += Math.min(Math.max(delay, heldUp * (1 - ownPart())), sinceLook);
    heldUp = 0;
    lastLook += sinceLook;
  };
  const sample = (): void => {
    if (waiting === 0) return;
    const gap = realMs() - lastBeat;
    if (gap > BEAT_MS + LATE_MS) heldUp += gap > HELD_UP_MS ? gap : gap - BEAT_MS;
    if (gap > SLEEP_MS) asleep += gap;
    lastBeat += gap;
  };
  const beat = (): void => {
    sample();
    beats += 1;
    if (beats % BEATS_A_LOOK === 0) look();
    callOff = wake(BEAT_MS, beat);
  };
  const begin = (): void => {
    waiting += 1;
    if (waiting > 1) return;
    lastBeat = realMs();
    look();
    callOff = wake(BEAT_MS, beat);
  };
  const end = (): void => {
    waiting -= 1;
    if (waiting > 0) return;
    callOff?.();
    callOff = undefined;
  };
  const now = (): number => realMs() - excused;

  const after = (ms: number, over: Over, longest = longestMs(ms)): (() => void) => {
    begin();
    const [began, excusedBefore] = [realMs(), excused];
    const deadline = now() + ms;
    let isDone = false;
    let cancel: () => void = () => undefined;
    const done = (): boolean => {
      if (isDone) return true;
      isDone = true;
      end();
      return false;
    };
    const expired = (): void => {
      if (isDone) return;
      sample();
      look();
      const left = deadline - now();
      const tookMs = realMs() - began;
      if (left > 0 && tookMs < longest) {
        cancel = wake(Math.max(1, left), expired);
        return;
      }
      const busy = left > 0 ? tooBusy(tookMs, excused - excusedBefore) : undefined;
      // A timer has its turn before what has arrived meanwhile: that must be seen first.
      turn(() => {
        if (!done()) over(busy);
      });
    };
    cancel = wake(Math.max(0, ms), expired);
    return () => {
      if (done()) return;
      cancel();
    };
  };

  const within: Clock['within'] = (ms, promise) =>
    new Promise((resolve, reject) => {
      const off = after(ms, (busy) => (busy === undefined ? resolve(undefined) : reject(busy)));
      promise.then(
        (value) => {
          off();
          resolve(value);
        },
        (error: unknown) => {
          off();
          reject(error);
        },
      );
    });
  const rest: Clock['rest'] = (ms) => new Promise((resolve) => void wake(ms, resolve));
  const silence: Clock['silence'] = async (ms) => {
    const began = realMs();
    await rest(ms);
    late += realMs() - began - ms;
  };
  const pause: Clock['pause'] = (ms, value) => new Promise((resolve) => after(ms, () => resolve(value)));

  return {
    now,
    realNow: realMs,
    turns: async (count) => {
      for (let left = count; left > 0; left -= 1) await new Promise<void>(turn);
    },
    excusedMs: () => {
      sample();
      look();
      return excused;
    },
    busyMs: () => {
      sample();
      look();
      return busy;
    },
    after: (ms, over) => after(ms, over),
    pause,
    rest,
    silence,
    lateMs: () => late,
    sleptMs: () => {
      sample();
      return asleep + wallMs() - realMs() - aheadAtFirst;
    },
    within,
    lookUntil: async (ms, look, holds) => {
      if (ms <= 0) return look();
      let busy: TooBusy | undefined;
      let isOver = false;
      let off = (): void => undefined;
      const over = new Promise<void>((resolve) => {
        const isDone: Over = (tooBusy) => {
          isOver = true;
          busy = tooBusy;
          resolve();
        };
        off = after(ms, isDone, longestLooksMs(ms));
      });
      const first = realMs();
      try {
        for (;;) {
          const began = realMs();
          const fact = await look();
          if (holds(fact)) return fact;
          if (busy !== undefined) throw busy;
          if (isOver) return fact;
          await Promise.race([rest(restAfterLook(realMs() - began, realMs() - first)), over]);
        }
      } finally {
        off();
      }
    },
  };
}

function tooBusy(tookMs: number, excusedMs: number): TooBusy {
  return new TooBusy(
    `this machine was too busy: of ${duration(tookMs)} the program or the harness was held up for ${duration(excusedMs)}`,
  );
}

/** A clock for each set of programs whose waiting counts. */
const clocks = new WeakMap<RunDelays, Clock>();

function clockHere(): Clock {
  const delays = delaysHere();
  const known = clocks.get(delays);
  if (known !== undefined) return known;
  const made = createClock({
    realMs: () => performance.now(),
    wallMs: () => Date.now(),
    wake: (ms, call) => {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    turn: (call) => void setImmediate(call),
    delayMs: delays.takeMs,
    ownPart: delays.ownPart,
  });
  clocks.set(delays, made);
  return made;
}

/** The clock of the case at hand: it goes by this thread, and by what the case, or all of this thread's cases, have launched. */
export const clock: Clock = {
  now: () => clockHere().now(),
  realNow: () => clockHere().realNow(),
  turns: (count) => clockHere().turns(count),
  excusedMs: () => clockHere().excusedMs(),
  busyMs: () => clockHere().busyMs(),
  after: (ms, over) => clockHere().after(ms, over),
  pause: (ms, value) => clockHere().pause(ms, value),
  rest: (ms) => clockHere().rest(ms),
  silence: (ms) => clockHere().silence(ms),
  lateMs: () => clockHere().lateMs(),
  sleptMs: () => clockHere().sleptMs(),
  within: (ms, promise) => clockHere().within(ms, promise),
  lookUntil: (ms, look, holds) => clockHere().lookUntil(ms, look, holds),
};
