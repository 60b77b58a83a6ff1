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
  override readonly name = 'Inconclusive';
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
