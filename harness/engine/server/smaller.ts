import { NotReachable } from '../../contracts/target.ts';
import { type Attempt, raceBody } from '../attempt.ts';
import { clock } from '../clock.ts';
import { Finding, Inconclusive } from '../finding.ts';
import type { CaseLimits } from '../limits.ts';
import { stopwatch } from '../operator.ts';
import { startTranscript } from '../tester/transcript.ts';
import type { CaseContext, CaseRun, OpenedServerCase, Search } from './context.ts';
import type { Iut, Session } from './session.ts';

/** A search ends by itself; after so many milliseconds it is given up. */
const SEARCH_MS = 15_000;

/**
 * What does not come within so many milliseconds is taken for silence in a search, or within so many times what a plain exchange
 * takes: most of what it tries would take the limits of a case otherwise.
 */
const QUICK_MS = 300;
const TIMES_PLAIN = 5;

/** What all searches of one target may take together, in milliseconds: after that, failures are told as they were found. */
const ALL_MS = 20_000;

/** Searches of one target: one a row, as long as there is time for it. */
export interface Searches {
  readonly rows: Set<string>;
  spentMs: number;
}

/** No search yet. */
export function noSearches(): Searches {
  return { rows: new Set(), spentMs: 0 };
}

/** What a search of a case works with. */
export interface Searching<Plain> {
  readonly session: Session;
  readonly searches: Searches;
  readonly requirement: string;
  readonly search: Search<Plain>;
  readonly signal: AbortSignal;
  readonly opens: (iut: Iut, run: CaseRun, limits: CaseLimits) => Promise<OpenedServerCase<Plain>>;
}

/**
 * How a failure is told with a smaller stimulus once its verdict stands: connections of the search are no evidence, and what
 * comes of it changes no verdict.
 */
export function smallerOf<Plain>(searching: Searching<Plain>): NonNullable<Attempt['smaller']> {
  const { session, searches, requirement, search } = searching;
  return async () => {
    // A launch for each exchange would take too long.
    if (session.isForOne() || searches.rows.has(requirement) || searches.spentMs >= ALL_MS) return undefined;
    searches.rows.add(requirement);
    const began = clock.now();
    try {
      const { limits } = session;
      const plainMs = await within(searching, limits, async (_, control) => {
        const before = clock.now();
        await control();
        return clock.now() - before;
      });
      if (plainMs === undefined) return undefined;
      const ms = Math.max(QUICK_MS, TIMES_PLAIN * plainMs);
      const quick = { ...limits, replyMs: Math.min(limits.replyMs, ms), closeMs: Math.min(limits.closeMs, ms) };
      const found = await within(searching, quick, search);
      return found === undefined ? undefined : await within(searching, limits, found);
    } finally {
      searches.spentMs += clock.now() - began;
    }
  };
}

/** Does something with a context of these limits; undefined where nothing comes of it. */
async function within<Plain, Found>(
  { session, requirement, signal, opens }: Searching<Plain>,
  limits: CaseLimits,
  does: (context: CaseContext<Plain>, control: () => Promise<void>) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const iut = await session.reach();
  if (typeof iut === 'string' || signal.aborted) return undefined;
  const run = { told: `case ${requirement}`, transcript: startTranscript(), watch: stopwatch() };
  const opened = await opens(iut, run, limits);
  let found: Found | undefined;
  const body = does(opened.context, opened.control).then((one) => {
    found = one;
  });
  const { outcome } = await raceBody(body, SEARCH_MS, signal);
  // What a search has left must not be found by the next case: a server that it has hurt is launched again, where it can be.
  const hurt = signal.aborted ? undefined : await unserved(opened);
  await opened.dispose();
  if (hurt !== undefined) await session.stoppedServing(hurt);
  else if ((await opened.died()) !== undefined) await session.relaunch();
  if (outcome === undefined) return found;
  if (outcome instanceof Inconclusive || outcome instanceof NotReachable || outcome instanceof Finding)
    return undefined;
  throw outcome;
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
