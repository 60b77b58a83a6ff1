import type { Requirement } from '../../contracts/requirement.ts';
import { NotReachable } from '../../contracts/target.ts';
import { type Attempt, type OpenedCase, raceBody, type Search } from '../attempt.ts';
import { clock } from '../clock.ts';
import type { CaseLimits } from '../limits.ts';
import { type Stopwatch, stopwatch } from '../operator.ts';
import { isFruitless, noSearches, quickLimits, SEARCH_MS, searchOnce } from '../searches.ts';
import { startTranscript, type Transcript } from '../tester/transcript.ts';

/** What searches of a client work with. */
export interface ClientSearching<Context> {
  readonly limits: CaseLimits;
  /** A plain exchange: how long that takes decides what is taken for silence. */
  readonly exchange: (context: Context) => Promise<unknown>;
  /** Opens a context of its own, of which nothing counts for the run. */
  readonly opens: (run: SearchRun) => Promise<OpenedCase<Context> | NotReachable>;
}

/** One opened context of a search. */
export interface SearchRun {
  readonly told: string;
  readonly limits: CaseLimits;
  readonly watch: Stopwatch;
  readonly transcript: Transcript;
}

/** How the failure of a case of a client is told with a smaller stimulus, once its verdict stands. */
export type SmallerOf<Context> = (
  requirement: Requirement,
  search: Search<Context>,
  signal: AbortSignal,
) => NonNullable<Attempt['smaller']>;

/** The searches of one target: connections of a search are no evidence, and what comes of it changes no verdict. */
export function clientSearches<Context>({ limits, exchange, opens }: ClientSearching<Context>): SmallerOf<Context> {
  const searches = noSearches();
  return ({ id }, search, signal) => {
    /** Does something within these limits; undefined where nothing comes of it. */
    const within = async <Found>(
      own: CaseLimits,
      does: (context: Context) => Promise<Found | undefined>,
    ): Promise<Found | undefined> => {
      const opened = await opens({
        ...{ told: `case ${id}`, limits: own },
        ...{ watch: stopwatch(), transcript: startTranscript() },
      });
      if (opened instanceof NotReachable) return undefined;
      let found: Found | undefined;
      const body = does(opened.context).then((one) => {
        found = one;
      });
      const { outcome } = await raceBody(body, SEARCH_MS, signal).finally(opened.dispose);
      if (outcome === undefined) return found;
      if (isFruitless(outcome)) return undefined;
      throw outcome;
    };
    return () =>
      searchOnce(searches, id, async () => {
        const plainMs = await within(limits, async (context) => {
          const before = clock.now();
          await exchange(context);
          return clock.now() - before;
        });
        if (plainMs === undefined) return undefined;
        const found = await within(quickLimits(limits, plainMs), search);
        return found === undefined ? undefined : within(limits, found);
      });
  };
}
