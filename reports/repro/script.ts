import type { Observation } from '../../harness/contracts/requirement.ts';
import type { CaseResult, RunTarget } from '../../harness/contracts/run.ts';

/** What any script is rendered from. */
export interface ScriptParts {
  readonly result: CaseResult;
  readonly target: RunTarget;
  readonly version: string;
  /** What verdicts of the requirement are drawn from; none where it is not known. */
  readonly observations: readonly Observation[];
  /** Whether the program says something else each time. */
  readonly isRandom: boolean;
}

/** A script, and whether it says by its exit status that the failure was seen again. */
export interface Script {
  readonly text: string;
  readonly decides: boolean;
}

/** Seconds that silence is waited for: sockspec's own limits are below, or were as long as the case took. */
const LEAST_LIMIT_S = 2;
const MOST_LIMIT_S = 30;

/** How long a script waits, in whole seconds: what the harness waited for at the end of a case is in its time, and in no event. */
export function limitOf({ durationMs, attempts, evidence }: CaseResult): number {
  const waited = durationMs / Math.max(1, attempts.length) - (evidence.at(-1)?.t ?? 0);
  return Math.ceil(Math.min(MOST_LIMIT_S, Math.max(LEAST_LIMIT_S, waited / 1000)));
}

/** Words as a sentence; nothing stays nothing. */
export function sentence(words: string): string {
  return words === '' ? '' : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
