import type { CaseFrames } from '../contracts/case-frames.ts';
import type { Dissection } from '../contracts/dissection.ts';
import type { Evidence } from '../contracts/run.ts';
import { clock, longestMs, TooBusy } from './clock.ts';
import { Inconclusive, inconclusive } from './finding.ts';
import type { Judgement } from './judge.ts';
import { POLL_MS } from './limits.ts';
import { duration } from './words.ts';

/** What one attempt at a case came to. */
export interface Attempt extends Judgement {
  readonly notes: string[];
  readonly evidence: Evidence[];
  /** The messages that it was about in the end. */
  readonly messages?: readonly Dissection[];
  readonly onWire: Pick<CaseFrames, 'ports' | 'groups' | 'sent'>;
  /** How the IUT was found gone, where no row that must hold has told of that. */
  readonly gone?: string;
  /** Looks for a smaller stimulus that fails as well; asked for once the verdict stands. */
  readonly smaller?: () => Promise<Smaller | undefined>;
}

/** A smaller stimulus that fails as that of a case does. */
export interface Smaller {
  /** What it is, and what was seen of it, as a note. */
  readonly words: string;
  /** The messages that it is about, which are shown in place of the case's own; none leaves those. */
  readonly messages: readonly Dissection[];
}

/**
 * Looks for a smaller stimulus that fails as the case's own does, by shorter limits than those of cases; resolves to undefined
 * where it finds none. What it finds is tried once more by the limits of cases.
 */
export type Search<Context> = (context: Context) => Promise<Confirmation<Context> | undefined>;

/** Tries once more what a search has found; resolves to undefined where that does not fail. */
export type Confirmation<Context> = (context: Context) => Promise<Smaller | undefined>;

/** An attempt that could not be made. */
export function unjudged(reason: string): Attempt {
  return { verdict: 'inconclusive', reason, notes: [], evidence: [], onWire: { ports: [], groups: [], sent: [] } };
}

/** An attempt that need not be made: the case does not concern the implementation. */
export function notApplicable(reason: string): Attempt {
  return { ...unjudged(reason), verdict: 'not-applicable' };
}

/** The context of one case, with what the engine does with it and a case must not. */
export interface OpenedCase<Context> {
  readonly context: Context;
  readonly notes: () => string[];
  readonly messages?: () => readonly Dissection[];
  /** The search that the case has asked for. */
  readonly search?: () => Search<Context> | undefined;
  readonly dispose: () => Promise<void>;
}

/** How a body ended: what it threw (undefined for nothing), and whether the case's limit ended it. */
export interface BodyEnd {
  readonly outcome: unknown;
  readonly overran: boolean;
}

/**
 * Races a body against the case's limit (ms) and against an interruption: no behaviour of an IUT can hang the harness.
 * Time that a person takes (`excusedMs`, so far) is not the IUT's.
 */
export async function raceBody(
  body: Promise<void>,
  caseMs: number,
  signal: AbortSignal,
  excusedMs: () => number = () => 0,
): Promise<BodyEnd> {
  const done = body.then(
    (): BodyEnd => ({ outcome: undefined, overran: false }),
    (outcome: unknown): BodyEnd => ({ outcome, overran: false }),
  );
  let interrupt = (): void => undefined;
  const aborted = new Promise<BodyEnd>((resolve) => {
    interrupt = () => resolve({ outcome: new Inconclusive('interrupted'), overran: false });
  });
  signal.addEventListener('abort', interrupt, { once: true });
  const over = `the case did not end within its limit of ${duration(caseMs)} (--timeout raises it)`;
  const ended = Promise.race([done, aborted]);
  const began = clock.now();
  try {
    for (let left = caseMs; left > 0; left = caseMs + excusedMs() - (clock.now() - began)) {
      const end = await clock.within(Math.max(POLL_MS, left), ended);
      if (end !== undefined) return end;
    }
  } catch (outcome) {
    return { outcome, overran: true };
  } finally {
    // The signal is that of the whole run, and a case may have many attempts.
    signal.removeEventListener('abort', interrupt);
  }
  return { outcome: new Inconclusive(over), overran: true };
}

/**
 * What work comes to that has limits of its own, or `otherwise`, in words, when so many milliseconds are over all the same: an
 * observer that never answers must not hold up the harness. Time that a person takes (`excusedMs`, so far) does not count.
 */
export async function withLimit(
  ms: number,
  work: Promise<string>,
  otherwise: (words: string) => string = inconclusive,
  excusedMs?: () => number,
): Promise<string> {
  let value = '';
  const body = work.then((found) => {
    value = found;
  });
  const { outcome, overran } = await raceBody(body, ms, new AbortController().signal, excusedMs);
  if (outcome === undefined) return value;
  if (overran && !(outcome instanceof TooBusy)) return otherwise(`not done within ${duration(ms)}`);
  throw outcome;
}

/** For how much of an attempt at a case, in milliseconds, this machine may be busy before a failure of it is repeated. */
export const BUSY_MS = 300;

/** Attempts at a case that fails, or in which nothing can be measured, while the machine is busy. */
const BUSY_ATTEMPTS = 3;

/** So much longer than it was to be, in milliseconds, a silence of the harness is another than the case provokes with. */
const LATE_MS = 500;

/** A backstop for a case whose own limits are `ms` in all: they run slower, and the case is repeated, while the machine is busy. */
export function backstopMs(ms: number): number {
  return BUSY_ATTEMPTS * longestMs(ms);
}

/** A sleep of this machine that is at least so long, in milliseconds, may end a connection; a step of the wall clock is mostly shorter. */
const SLEPT_MS = 2000;

/** What decides whether an attempt is repeated. */
export interface Repetition {
  readonly signal: AbortSignal;
  /** All milliseconds so far for which this machine was busy with others than the IUT. */
  readonly busyMs?: () => number;
  /** By how many milliseconds all silences of the harness so far were too long. */
  readonly lateMs?: () => number;
  /** All milliseconds so far for which this machine slept. */
  readonly sleptMs?: () => number;
  /** Has the next attempt begin with a fresh IUT, where one can be started: what the failed one has left must not count. */
  readonly renew?: () => Promise<void>;
  /** Tells a person who has part in it why the case is attempted once more. */
  readonly tell?: (why: string) => Promise<void>;
  /** Whether other cases of the row have failed in this way, so that it need not be repeated; never without it. */
  readonly isKnown?: (failed: Attempt) => boolean;
  /** Called with a failure that stands by itself: on an idle machine, or because it has repeated itself. */
  readonly onTrusted?: (failed: Attempt) => void;
}

/**
 * Attempts a case, again where it failed while the machine was busy: a program has time limits of its own, which run on
 * while it cannot. A failure that repeats itself stands, unless each time the harness was silent for longer than the case
 * asks for; one that does not concludes nothing. One that is known of other cases of its row stands at once, or each failure
 * of a program that is slow on a busy machine would take three attempts. An attempt in which the machine slept counts only
 * if it passed, and one in which it was too busy to measure only if it is the last.
 */
export async function trusted(attempt: () => Promise<Attempt>, repetition: Repetition): Promise<Attempt> {
  const { signal, busyMs = clock.busyMs, lateMs = clock.lateMs } = repetition;
  const { renew = async () => undefined, tell = async () => undefined } = repetition;
  const { isKnown = () => false, onTrusted = () => undefined } = repetition;
  const awake = whileAwake(attempt, repetition);
  const failed: Attempt[] = [];
  for (let made = 1; ; made += 1) {
    let [before, lateBefore] = [0, 0];
    const one = await awake(() => {
      [before, lateBefore] = [busyMs(), lateMs()];
    });
    const isRed = one.verdict === 'fail' || one.verdict === 'warning';
    const [first = one] = failed;
    const isLast = made >= BUSY_ATTEMPTS || signal.aborted;
    if (one.isUnmeasured === true && !isLast) {
      await tell('this machine was too busy to measure; the case is attempted once more');
      await renew();
      continue;
    }
    if (!isRed) {
      return failed.length === 0 || one.verdict !== 'pass' ? one : doubted(first, 'repeated, it passed');
    }
    failed.push(one);
    const busy = busyMs() - before;
    const late = lateMs() - lateBefore;
    if (late < LATE_MS && (busy < BUSY_MS || isLast)) {
      onTrusted(one);
      return one;
    }
    if (late < LATE_MS && failed.length === 1 && isKnown(one)) return one;
    if (isLast) return doubted(first, `the harness was silent for ${duration(late)} longer than it was to be`);
    await tell('it failed while this machine was busy; the case is attempted once more');
    await renew();
  }
}

/**
 * The same attempts, `begin` called before each, and each made again where this machine slept meanwhile: a connection that was dead when it woke is not the
 * IUT's. Inconclusive where it sleeps each time.
 */
function whileAwake(
  attempt: () => Promise<Attempt>,
  { signal, sleptMs = clock.sleptMs, renew = async () => undefined, tell = async () => undefined }: Repetition,
): (begin: () => void) => Promise<Attempt> {
  return async (begin) => {
    const notes: string[] = [];
    for (;;) {
      begin();
      const before = sleptMs();
      const one = await attempt();
      const slept = sleptMs() - before;
      const stands = one.verdict === 'pass' || one.verdict === 'not-applicable' || one.wish !== undefined;
      if (stands || slept < SLEPT_MS) return { ...one, notes: [...notes, ...one.notes] };
      const why = `this machine was asleep for ${duration(slept)} meanwhile`;
      if (notes.length + 1 >= BUSY_ATTEMPTS || signal.aborted)
        return { ...one, verdict: 'inconclusive', reason: `${why}: ${one.reason}`, notes: [...notes, ...one.notes] };
      notes.push(`${why}, and the case was attempted once more`);
      await tell(`${why}; the case is attempted once more`);
      await renew();
    }
  };
}

/** A failure that did not repeat itself, or that another provocation than the case's own has brought about. */
function doubted({ reason, notes, evidence, onWire }: Attempt, why: string): Attempt {
  const said = `this machine was too busy to tell: at first ${reason}; ${why}`;
  return { verdict: 'inconclusive', reason: said, notes, evidence, onWire };
}
