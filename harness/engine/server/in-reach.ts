import { type HostWatch, LOST_MS } from '../../targets/host-watch.ts';
import type { Attempt } from '../attempt.ts';
import { clock } from '../clock.ts';
import { duration } from '../words.ts';

/** How long a host that is out of reach is waited for, in milliseconds: a link that comes back mostly does within it. */
const BACK_MS = 30_000;

/**
 * Attempts a case. Where it did not pass, and the target's host left the harness without an answer meanwhile, that says
 * nothing of the target: the case is attempted once more when the host is back, and is inconclusive where it stays away.
 */
export async function inReach(
  attempt: () => Promise<Attempt>,
  hostWatch: () => HostWatch | undefined,
  backMs = BACK_MS,
): Promise<Attempt> {
  const from = performance.now();
  const first = await attempt();
  const lost = await lossSince(from, first, hostWatch(), backMs);
  if (lost === undefined) return first;
  const said = `the target was not reachable for ${duration(lost.ms)}`;
  if (!lost.isBack) return { ...first, verdict: 'inconclusive', reason: said };

  const again = performance.now();
  const second = await attempt();
  const lostAgain = await lossSince(again, second, hostWatch(), backMs);
  if (lostAgain !== undefined) {
    return { ...second, verdict: 'inconclusive', reason: `${said}, and again for ${duration(lostAgain.ms)}` };
  }
  return { ...second, notes: [`${said}: this is the second attempt`, ...second.notes] };
}

/** How long the host was away in an attempt, and whether it is back. Undefined where it was not, or the attempt passed. */
async function lossSince(
  from: number,
  { verdict }: Attempt,
  watch: HostWatch | undefined,
  backMs: number,
): Promise<{ readonly ms: number; readonly isBack: boolean } | undefined> {
  if (watch === undefined || verdict === 'pass' || verdict === 'not-applicable') return undefined;
  const isBack = await clock.lookUntil(
    backMs,
    async () => watch.answers(),
    (answers) => answers,
  );
  const ms = watch.silentMs(from);
  return ms < LOST_MS ? undefined : { ms, isBack };
}
