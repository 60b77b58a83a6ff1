import { NotReachable } from '../contracts/target.ts';
import { raceBody, type Search, type Smaller } from './attempt.ts';
import { clock } from './clock.ts';
import { Finding, Inconclusive } from './finding.ts';
import type { CaseLimits } from './limits.ts';

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

/** A search of one case: what it looks for, and how it is given an IUT. */
export interface Searching<Opened extends { readonly context: unknown }> {
  readonly searches: Searches;
  readonly row: string;
  readonly limits: CaseLimits;
  readonly search: Search<Opened['context']>;
  /** A plain exchange: how long that takes decides what is taken for silence. */
  readonly plain: (opened: Opened) => Promise<unknown>;
  /** Does something with a context of its own and these limits; undefined where nothing comes of it. */
  readonly within: <Found>(
    limits: CaseLimits,
    does: (opened: Opened) => Promise<Found | undefined>,
  ) => Promise<Found | undefined>;
}

/**
 * Searches for a row that was not searched for yet; undefined where it was, or where no time is left: first by short limits,
 * and what is found once more by those of cases. Connections of a search are no evidence, and what comes of it changes no verdict.
 */
export async function searchOnce<Opened extends { readonly context: unknown }>(
  searching: Searching<Opened>,
): Promise<Smaller | undefined> {
  const { searches, row, limits, search, plain, within } = searching;
  if (searches.rows.has(row) || searches.spentMs >= ALL_MS) return undefined;
  searches.rows.add(row);
  const began = clock.now();
  try {
    const plainMs = await within(limits, async (opened) => {
      const before = clock.now();
      await plain(opened);
      return clock.now() - before;
    });
    if (plainMs === undefined) return undefined;
    const found = await within(quickLimits(limits, plainMs), ({ context }) => search(context));
    return found === undefined ? undefined : await within(limits, ({ context }) => found(context));
  } finally {
    searches.spentMs += clock.now() - began;
  }
}

/** The limits of a search among IUTs of which a plain exchange takes so long, in milliseconds. */
function quickLimits(limits: CaseLimits, plainMs: number): CaseLimits {
  const ms = Math.max(QUICK_MS, TIMES_PLAIN * plainMs);
  return { ...limits, replyMs: Math.min(limits.replyMs, ms), closeMs: Math.min(limits.closeMs, ms) };
}

/** What comes of a step of a search: undefined for nothing, and where its time is over. `leave` is called at its end. */
export async function foundBy<Found>(
  step: Promise<Found | undefined>,
  signal: AbortSignal,
  leave: () => Promise<void>,
): Promise<Found | undefined> {
  let found: Found | undefined;
  const body = step.then((one) => {
    found = one;
  });
  const { outcome } = await raceBody(body, SEARCH_MS, signal).finally(leave);
  if (outcome === undefined) return found;
  if (outcome instanceof Inconclusive || outcome instanceof NotReachable || outcome instanceof Finding)
    return undefined;
  throw outcome;
}
