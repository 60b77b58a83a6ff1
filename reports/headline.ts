import type { Run } from '../harness/contracts/run.ts';
import { type Judged, unconcludedMusts, unjudgedTargets } from './summary.ts';

/** What is said of a run in which no MUST failed, where some were not concluded. */
export const OBSERVED = 'of what could be observed';

/**
 * The first line of every report: which targets were not judged, or the outcome; and how many MUSTs were not concluded,
 * since a run looks as well without them. It holds names as they are: formats make them harmless.
 */
export function headline(run: Run): string {
  return headlineParts(run).join('; ');
}

/** The same in its two parts: a gate that looks for "2 MUSTs not concluded" finds it in one line. */
export function headlineParts(run: Run): readonly [string, string] {
  const open = unconcludedMusts(run.cases);
  return [unjudgedWords(run) ?? outcomeWords(run), `${open} MUST${open === 1 ? '' : 's'} not concluded`];
}

/** The outcome in words: a run with open MUSTs is not called conformant without saying so. */
export function outcomeWords({ outcome, cases }: Run): string {
  return outcome === 'conformant' && unconcludedMusts(cases) > 0
    ? 'conformant as far as it could be observed'
    : outcome;
}

/** "2 of 3 targets were not judged: phone, pc"; undefined where each was. */
export function unjudgedWords(run: Judged): string | undefined {
  const names = unjudgedTargets(run).map(({ name }) => name);
  return names.length === 0 ? undefined : `${unjudgedCount(run)}: ${names.join(', ')}`;
}

/** "2 of 3 targets were not judged", without their names. */
export function unjudgedCount(run: Judged): string {
  const { length } = unjudgedTargets(run);
  const all = new Set(run.targets.map(({ name }) => name)).size;
  return `${length} of ${all} target${all === 1 ? '' : 's'} ${length === 1 ? 'was' : 'were'} not judged`;
}
