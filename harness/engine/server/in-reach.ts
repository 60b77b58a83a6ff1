import { type HostWatch, LOST_MS } from '../../targets/host-watch.ts';
import type { Attempt } from '../attempt.ts';
import { clock } from '../clock.ts';
import { duration } from '../words.ts';

/** How long a host that is out of reach is waited for, in milliseconds: a link that comes back mostly does within it. */
const BACK_MS = 30_000;

/** Attempts a case of one target. */
export type Reaching = (attempt: () => Promise<Attempt>) => Promise<Attempt>;

/**
 * Attempts cases of one target. Where one did not pass, and the target's host left the harness without an answer meanwhile,
 * that says nothing of the target: it is attempted once more when the host is back, and is inconclusive where it stays away.
 * A host that was waited for in vain is not waited for again until it has answered.
 */
export function inReach(hostWatch: () => HostWatch | undefined, backMs = BACK_MS): Reaching {
  let isAway = false;

  /** How long the host was away in an attempt, and whether it is back. Undefined where it was not, or the attempt passed. */
  const lossSince = async (
    from: number,
    { verdict }: Attempt,
  ): Promise<{ readonly ms: number; readonly isBack: boolean } | undefined> => {
    const watch = hostWatch();
    if (watch === undefined || verdict === 'pass' || verdict === 'not-applicable') return undefined;
    const look = async (): Promise<boolean> => watch.answers();
    const isBack = await clock.lookUntil(isAway ? 0 : backMs, look, (answers) => answers);
    isAway = !isBack;
    const ms = watch.silentMs(from);
    return ms < LOST_MS ? undefined : { ms, isBack };
  };

  return async (attempt) => {
    const from = performance.now();
    const first = await attempt();
    const lost = await lossSince(from, first);
    if (lost === undefined) return first;
    const said = `the target was not reachable for ${duration(lost.ms)}`;
    if (!lost.isBack) return unconcluded(first, said);

    const again = performance.now();
    const second = await attempt();
    const lostAgain = await lossSince(again, second);
    if (lostAgain !== undefined) return unconcluded(second, `${said}, and again for ${duration(lostAgain.ms)}`);
    return { ...second, notes: [`${said}: this is the second attempt`, ...second.notes] };
  };
}

/** An attempt that found out by itself that nothing can be concluded keeps its reason. */
function unconcluded(attempt: Attempt, why: string): Attempt {
  return attempt.verdict === 'inconclusive' ? attempt : { ...attempt, verdict: 'inconclusive', reason: why };
}
