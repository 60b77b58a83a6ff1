import { NotReachable } from '../../contracts/target.ts';
import type { Attempt, Search } from '../attempt.ts';
import { Finding, Inconclusive } from '../finding.ts';
import type { CaseLimits } from '../limits.ts';
import { stopwatch } from '../operator.ts';
import { foundBy, type Searches, searchOnce } from '../searches.ts';
import { startTranscript } from '../tester/transcript.ts';
import type { CaseContext, CaseRun, OpenedServerCase } from './context.ts';
import type { Iut, Session } from './session.ts';

/** What a search of a case works with. */
export interface Searching<Plain> {
  readonly session: Session;
  readonly searches: Searches;
  readonly requirement: string;
  readonly search: Search<CaseContext<Plain>>;
  readonly signal: AbortSignal;
  readonly opens: (iut: Iut, run: CaseRun, limits: CaseLimits) => Promise<OpenedServerCase<Plain>>;
}

/** How a failure is told with a smaller stimulus once its verdict stands. */
export function smallerOf<Plain>(searching: Searching<Plain>): NonNullable<Attempt['smaller']> {
  const { session, searches, requirement, search } = searching;
  return async () => {
    // A launch for each exchange would take too long.
    if (session.isForOne()) return undefined;
    return searchOnce<OpenedServerCase<Plain>>({
      ...{ searches, search, row: requirement, limits: session.limits },
      plain: ({ control }) => control(),
      within: (limits, does) => within(searching, limits, does),
    });
  };
}

async function within<Plain, Found>(
  { session, requirement, signal, opens }: Searching<Plain>,
  limits: CaseLimits,
  does: (opened: OpenedServerCase<Plain>) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const iut = await session.reach();
  if (typeof iut === 'string' || signal.aborted) return undefined;
  const run = { told: `case ${requirement}`, transcript: startTranscript(), watch: stopwatch() };
  const opened = await opens(iut, run, limits);
  return foundBy(does(opened), signal, async () => {
    // What a search has left must not be found by the next case: a server that it has hurt is launched again, where it can be.
    const hurt = signal.aborted ? undefined : await unserved(opened);
    await opened.dispose();
    if (hurt !== undefined) await session.stoppedServing(hurt);
    else if ((await opened.died()) !== undefined) await session.relaunch();
  });
}

/** How a well-behaved client is not served any more, in words. */
async function unserved<Plain>(opened: OpenedServerCase<Plain>): Promise<string | undefined> {
  try {
    await opened.control();
    return undefined;
  } catch (error) {
    if (error instanceof Finding || error instanceof NotReachable) return error.message;
    if (error instanceof Inconclusive) return undefined;
    throw error;
  }
}
