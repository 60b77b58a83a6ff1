import type { Requirement } from '../../contracts/requirement.ts';
import { NotReachable } from '../../contracts/target.ts';
import type { Attempt, OpenedCase, Search } from '../attempt.ts';
import type { CaseLimits } from '../limits.ts';
import { type Stopwatch, stopwatch } from '../operator.ts';
import { foundBy, noSearches, searchOnce } from '../searches.ts';
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

/** The searches of one target. */
export function clientSearches<Context>({ limits, exchange, opens }: ClientSearching<Context>): SmallerOf<Context> {
  const searches = noSearches();
  return ({ id }, search, signal) =>
    () =>
      searchOnce<OpenedCase<Context>>({
        ...{ searches, search, limits, row: id },
        plain: ({ context }) => exchange(context),
        within: async (own, does) => {
          const run = { told: `case ${id}`, limits: own, watch: stopwatch(), transcript: startTranscript() };
          const opened = await opens(run);
          return opened instanceof NotReachable ? undefined : foundBy(does(opened), signal, opened.dispose);
        },
      });
}
