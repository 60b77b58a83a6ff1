import { isDeepStrictEqual } from 'node:util';
import type { Awaited, AwaitedFact } from '../contracts/case-frames.ts';
import { wordsFor, wordsForBoth } from './words.ts';

/** Something about the IUT that is not as it must be: the case fails (or warns). */
export class Finding extends Error {
  override readonly name = 'Finding';
  readonly expected: string;
  readonly seen: string;
  /** What it is about, where the requirement does not say that by itself: `new files`. */
  readonly subject: string | undefined;

  constructor(expected: string, seen: string, subject?: string) {
    super(`expected ${expected}, saw ${seen}`);
    this.expected = expected;
    this.seen = seen;
    this.subject = subject;
  }
}

/** The next client of a case was not served, or of a receiver the next datagram not shown. */
export class NextClientUnserved extends Finding {}

/** A fact that a case judges by, or a list of facts in their order. */
export type Fact = string | number | readonly string[];

/** Throws a Finding unless the fact is the expected one. `subject` says what it is about, where that is not plain. */
export function mustBe(seen: Fact | undefined, expected: Fact, subject?: string): void {
  if (!isDeepStrictEqual(seen, expected)) throw new Finding(...wordsForBoth(expected, seen), subject);
}

/** The same where several facts will do. */
export function mustBeAmong(seen: Fact, allowed: readonly [Fact, ...Fact[]], subject?: string): void {
  if (!allowed.some((one) => isDeepStrictEqual(seen, one))) {
    throw new Finding(allowed.map(wordsFor).join(' or '), wordsFor(seen), subject);
  }
}

/** Nothing can be concluded; the message says what would make it conclusive. */
export class Inconclusive extends Error {
  override readonly name: string = 'Inconclusive';
}

/** This machine was too busy to measure what the case judges by: another attempt may. */
export class Unmeasured extends Inconclusive {
  override readonly name: string = 'Unmeasured';
}

/** What an operator may want instead of an answer: the case once more, the last answer taken back, the case skipped, or the run stopped. */
export type Wish = 'again' | 'back' | 'skip' | 'stop';

/** The operator wants something else than to answer: what came of this attempt does not count. */
export class Wished extends Inconclusive {
  override readonly name: string = 'Wished';
  readonly wish: Wish;

  constructor(wish: Wish, message: string) {
    super(message);
    this.wish = wish;
  }
}

/** Frames would tell; where the run is captured, they do afterwards. */
export class AwaitsFrames extends Inconclusive {
  readonly awaited: Awaited;

  constructor(awaited: Awaited, reason: string) {
    super(reason);
    this.awaited = awaited;
  }
}

/** Ends a case that frames alone can conclude; `reason` is what is said without them. */
export function awaitFrames(fact: AwaitedFact, expected: string, reason: string): never {
  throw new AwaitsFrames({ fact, expected }, reason);
}

/** The requirement does not concern this IUT; the message says why, and which declaration would change it. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable';
}

/** A suite of the user's own has failed, not the harness and not the IUT; the message says where. */
export class SuiteFailed extends Error {
  override readonly name = 'SuiteFailed';
}

/** Ends a case as inconclusive. */
export function inconclusive(reason: string): never {
  throw new Inconclusive(reason);
}

/** Ends an attempt in which this machine was too busy to measure. */
export function unmeasured(reason: string): never {
  throw new Unmeasured(reason);
}

/** Ends a case as not applicable unless the condition holds. */
export function applicableIf(condition: boolean, reasonOtherwise: string): void {
  if (!condition) throw new NotApplicable(reasonOtherwise);
}

/** Ends a case as inconclusive unless the condition holds. */
export function conclusiveIf(condition: boolean, reasonOtherwise: string): void {
  if (!condition) throw new Inconclusive(reasonOtherwise);
}
