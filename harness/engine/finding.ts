import type { Awaited, AwaitedFact } from '../contracts/case-frames.ts';

/** Something about the IUT that is not as it must be: the case fails (or warns). */
export class Finding extends Error {
  override readonly name = 'Finding';
  readonly expected: string;
  readonly seen: string;

  constructor(expected: string, seen: string) {
    super(`expected ${expected}, saw ${seen}`);
    this.expected = expected;
    this.seen = seen;
  }
}

/** Nothing can be concluded; the message says what would make it conclusive. */
export class Inconclusive extends Error {
  override readonly name: string = 'Inconclusive';
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

/** Ends a case as inconclusive. */
export function inconclusive(reason: string): never {
  throw new Inconclusive(reason);
}

/** Ends a case as not applicable unless the condition holds. */
export function applicableIf(condition: boolean, reasonOtherwise: string): void {
  if (!condition) throw new NotApplicable(reasonOtherwise);
}

/** Ends a case as inconclusive unless the condition holds. */
export function conclusiveIf(condition: boolean, reasonOtherwise: string): void {
  if (!condition) throw new Inconclusive(reasonOtherwise);
}
