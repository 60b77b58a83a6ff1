import { NotReachable } from '../contracts/target.ts';
import type { Smaller } from './attempt.ts';
import { clock } from './clock.ts';
import { Finding, Inconclusive } from './finding.ts';
import type { CaseLimits } from './limits.ts';

/** A search ends by itself; after so many milliseconds it is given up. */
export const SEARCH_MS = 15_000;

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

/** Searches for a row that was not searched for yet; undefined where it was, or where no time is left. */
export async function searchOnce(
  searches: Searches,
  row: string,
  search: () => Promise<Smaller | undefined>,
): Promise<Smaller | undefined> {
  if (searches.rows.has(row) || searches.spentMs >= ALL_MS) return undefined;
  searches.rows.add(row);
  const began = clock.now();
  try {
    return await search();
  } finally {
    searches.spentMs += clock.now() - began;
  }
}

/** The limits of a search among IUTs of which a plain exchange takes so long, in milliseconds. */
export function quickLimits(limits: CaseLimits, plainMs: number): CaseLimits {
  const ms = Math.max(QUICK_MS, TIMES_PLAIN * plainMs);
  return { ...limits, replyMs: Math.min(limits.replyMs, ms), closeMs: Math.min(limits.closeMs, ms) };
}

/** Whether a search may end in this way, having found nothing; anything else is a mistake of the harness. */
export function isFruitless(outcome: unknown): boolean {
  return outcome instanceof Inconclusive || outcome instanceof NotReachable || outcome instanceof Finding;
}
