import { fingerprintOf } from '../../reports/fingerprint.ts';
import type { Attempt } from './attempt.ts';

/** So many failures of one row and one kind, each trusted by itself, show that the next of that kind is no accident. */
const ENOUGH = 2;

/** How the rows of one target have failed so far. */
export interface KnownFailures {
  /** Whether this row has failed in this way, twice at least, in cases whose failures were trusted by themselves. */
  readonly has: (requirement: string, failed: Attempt) => boolean;
  /** Keeps a failure that was trusted by itself. */
  readonly add: (requirement: string, failed: Attempt) => void;
}

/** Knows no failure at first. */
export function knownFailures(): KnownFailures {
  const counts = new Map<string, number>();
  const keyOf = (requirement: string, failed: Attempt): string => `${requirement} ${fingerprintOf(failed)}`;
  return {
    has: (requirement, failed) => (counts.get(keyOf(requirement, failed)) ?? 0) >= ENOUGH,
    add: (requirement, failed) => {
      const key = keyOf(requirement, failed);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
  };
}
