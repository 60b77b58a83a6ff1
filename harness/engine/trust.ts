/** What the engine thinks of a target, and so what may be tried of it. */
export interface Trust {
  /**
   * `untried`: nothing has come of it yet, and one failure gives it up. `reached`: it was connected to, and gets more than one
   * attempt. `doubted`: it was found not to serve, and must prove that it serves again. `given up`: it is not tried any more.
   */
  readonly state: 'untried' | 'reached' | 'doubted' | 'given up';
  /** Failures in a row. */
  readonly failures: number;
  /** Why it is doubted or given up, in one sentence; empty otherwise. */
  readonly why: string;
}

/** What a start, a case or its next client tells of a target. */
export type TrustEvent =
  /** It was connected to. */
  | { readonly kind: 'connected' }
  /** A well-behaved client was served. */
  | { readonly kind: 'served' }
  /** A case came to a verdict. */
  | { readonly kind: 'judged' }
  /** It cannot be started, or a case did not end in time: it is no worse than before where it can be started again. */
  | { readonly kind: 'failed'; readonly why: string }
  /** It does not serve, or cannot be connected to, and is not started again. */
  | { readonly kind: 'stopped'; readonly why: string };

/** Failures in a row that a target which was reached once may have before the rest of its cases are inconclusive untried. */
export const ATTEMPTS = 3;

/** What is thought of a target that nobody has tried. */
export const untried: Trust = { state: 'untried', failures: 0, why: '' };

/** What is thought of it after an event. A target that is given up stays so. */
export function trustAfter(trust: Trust, event: TrustEvent): Trust {
  if (trust.state === 'given up') return trust;
  switch (event.kind) {
    case 'connected':
      return trust.state === 'untried' ? { ...trust, state: 'reached' } : trust;
    case 'served':
      return { state: trust.state === 'untried' ? 'untried' : 'reached', failures: 0, why: '' };
    case 'judged':
      return { ...trust, failures: 0 };
    case 'failed':
    case 'stopped': {
      const failures = trust.failures + 1;
      const { why } = event;
      if (trust.state === 'untried' || failures >= ATTEMPTS) return { state: 'given up', failures, why };
      return event.kind === 'stopped' ? { state: 'doubted', failures, why } : { ...trust, failures };
    }
  }
}
