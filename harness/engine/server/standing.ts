import type { Requirement } from '../../contracts/requirement.ts';
import type { NotReachable } from '../../contracts/target.ts';
import type { Attempt } from '../attempt.ts';
import { Finding, NextClientUnserved } from '../finding.ts';
import { type Judgement, judge } from '../judge.ts';
import { STOPPED_SERVING } from './calibration.ts';
import type { Session } from './session.ts';

/** What is known of a server that cannot be launched again, once it is gone, or serves nobody any more. */
export interface Standing {
  /**
   * Makes an attempt at a case. Where the attempt before at the same case found something, and left an IUT that does not serve,
   * a repetition finds nobody: what was found stands, since no other case has done it.
   */
  readonly attempted: (id: string, attempt: () => Promise<Attempt>) => Promise<Attempt>;
  /** A case came to this; the IUT is gone in or after the case `since` where it refused a client. */
  readonly wasJudged: (judgement: Pick<Judgement, 'verdict' | 'reason'>, since: string) => void;
  /** A case was not begun for this reason; that before it was `since`. What may still serve again has until its last case for that. */
  readonly wasNotReached: (reason: string, since: string, isLast: boolean) => void;
  /** A well-behaved client after the last case, `since`, was not served. */
  readonly wasLookedAt: (seen: Finding | NotReachable, since: string) => void;
  /** Whether it served its clients, for all that is known, and nobody has told yet that it does so no more. */
  readonly isOpen: () => boolean;
  /** The first row that must hold of a server that is gone fails for it: no case before it has. Until then the others tell of it. */
  readonly charged: (requirement: Requirement, attempt: Attempt) => Attempt;
}

/** Remembers the standing of one target: why it is thought not to serve, what was found by then, and who is charged with it. */
export function standing(
  session: Pick<Session, 'doubt' | 'isForOne' | 'isGivenUp' | 'plan' | 'target'>,
  hasServed: () => boolean,
): Standing {
  let found: { readonly id: string; readonly attempt: Attempt } | undefined;
  /** The case that has left it so. */
  let doubtedSince: string | undefined;
  /** A server that refuses has ended; one that takes connections may yet serve again. */
  let gone: { readonly words: string; readonly mayReturn: boolean; isCharged: boolean } | undefined;

  /** Whether a case has failed that left such an IUT: then that it does not serve has been told. */
  const isTold = (): boolean => found?.attempt.verdict === 'fail';
  // One that was never seen to serve has not gone away.
  const canGo = (): boolean => !session.target.relaunches && session.plan.role === 'server' && hasServed();
  /** Only the case after that in which it has ended can tell. */
  const refused = (reason: string, since: string): void => {
    if (!canGo() || !/refused the (connection|datagram)/.test(reason)) return;
    gone ??= { words: `${reason}: it has ended in or after ${since}`, mayReturn: false, isCharged: false };
  };
  const wedged = (reason: string, since: string): void => {
    if (!canGo() || session.isForOne()) return;
    const words = `it serves nobody since ${doubtedSince ?? since}: ${reason}`;
    gone ??= { words, mayReturn: true, isCharged: false };
  };

  return {
    attempted: async (id, attempt) => {
      if (gone?.mayReturn === true && !session.isGivenUp()) gone = undefined;
      const before = found?.id === id ? found.attempt : undefined;
      const made = await attempt().catch((error: unknown) => {
        // What is judged anew, and cannot be, has told of nothing.
        if (before !== undefined) found = undefined;
        throw error;
      });
      if (session.doubt() === undefined) {
        found = undefined;
        doubtedSince = undefined;
        return made;
      }
      doubtedSince ??= id;
      const isUnjudged = made.verdict === 'inconclusive' && before !== undefined;
      const stands = isUnjudged ? { ...before, notes: [...before.notes, `attempted once more: ${made.reason}`] } : made;
      if (stands.verdict === 'fail' || stands.verdict === 'warning') found = { id, attempt: stands };
      return stands;
    },
    wasJudged: ({ verdict, reason }, since) => {
      if (verdict !== 'fail') refused(reason, since);
    },
    wasNotReached: (reason, since, isLast) => {
      if (isTold()) return;
      refused(reason, since);
      if (reason.startsWith(STOPPED_SERVING) && (isLast || session.isGivenUp()))
        wedged(session.doubt() ?? reason, since);
    },
    wasLookedAt: (seen, since) => {
      refused(seen.message, since);
      if (seen instanceof Finding) wedged(seen.message, since);
    },
    isOpen: () => canGo() && gone === undefined && !isTold(),
    charged: (requirement, attempt) => {
      if (gone === undefined || gone.isCharged) return attempt;
      if (requirement.level !== 'MUST') return { ...attempt, gone: gone.words };
      gone.isCharged = true;
      return { ...attempt, ...judge(new NextClientUnserved('the next client to be served', gone.words), requirement) };
    },
  };
}
