import type { Attempt } from '../attempt.ts';

/** The findings of cases that have left an IUT which does not serve any more, and which cannot be launched again. */
export interface Standing {
  /**
   * Makes an attempt at a case. Where the attempt before at the same case found something, and left an IUT that does not serve,
   * a repetition finds nobody: what was found stands, since no other case has done it.
   */
  readonly attempted: (id: string, attempt: () => Promise<Attempt>) => Promise<Attempt>;
  /** Whether a case has failed that left such an IUT: then that it does not serve has been told. */
  readonly isTold: () => boolean;
}

/** Remembers the findings of one target, of which `doubt` says why it is thought not to serve, until it does. */
export function standing(doubt: () => string | undefined): Standing {
  let found: { readonly id: string; readonly attempt: Attempt } | undefined;

  return {
    attempted: async (id, attempt) => {
      const before = found?.id === id ? found.attempt : undefined;
      const made = await attempt().catch((error: unknown) => {
        // What is judged anew, and cannot be, has told of nothing.
        if (before !== undefined) found = undefined;
        throw error;
      });
      if (doubt() === undefined) {
        found = undefined;
        return made;
      }
      const isOpen = made.verdict === 'inconclusive' && before !== undefined;
      const stands = isOpen ? { ...before, notes: [...before.notes, `attempted once more: ${made.reason}`] } : made;
      if (stands.verdict === 'fail' || stands.verdict === 'warning') found = { id, attempt: stands };
      return stands;
    },
    isTold: () => found?.attempt.verdict === 'fail',
  };
}
