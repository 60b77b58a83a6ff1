import type { Outcome, Run } from '../harness/contracts/run.ts';
import type { Verdict } from '../harness/contracts/verdict.ts';
import { headlineParts, outcomeWords } from './headline.ts';
import { fill, wrap } from './layout.ts';
import type { Paint } from './paint.ts';
import { isFailure, requirementResults, unconcludedMusts } from './summary.ts';

/** What the run came to: counts, the MUSTs that were not concluded, and the outcome. */
export function closingLines(run: Run, width: number, paint: Paint): readonly string[] {
  const outcome = wrap(`${outcomeWords(run)}: ${run.conclusion}`, width, OUTCOME_LINES);
  return [
    ...inLines(countsByVerdict(run), width),
    ...inLines(extent(run), width),
    ...quickLines(run).flatMap((line) => wrap(line, width, OUTCOME_LINES)),
    ...unmatchedLines(run).flatMap((line) => wrap(line, width, OUTCOME_LINES)),
    ...(run.complete ? [] : fill(INCOMPLETE.split(' '), width).map((line) => paint('warning', line))),
    ...outcome.map((line) => paint(looks[run.outcome], line)),
  ];
}

/** What a reader must know before anything else. */
export function openingLines(run: Run, width: number, paint: Paint): readonly string[] {
  const [judged, musts] = headlineParts(run);
  const lines = wrap(`${judged};`, width, OUTCOME_LINES);
  const last = fill([...lines.slice(-1), musts], width);
  return [...lines.slice(0, -1), ...last].map((line) => paint(looks[run.outcome], line));
}

const OUTCOME_LINES = 6;

/** What a report of an incomplete run says. */
export const INCOMPLETE =
  'incomplete: the run ended before all of its cases were finished; what is missing was not judged';

/**
 * What a run of one case a requirement says of each target: "2 of 42 cases, one a requirement (--quick)". It holds names as
 * they are where there are several: formats make them harmless.
 */
export function quickLines({ targets }: Run): readonly string[] {
  return targets.flatMap(({ name, quick }) => {
    if (quick === undefined) return [];
    const words = `${quick.cases} of ${plural(quick.of, 'case')}, one a requirement (--quick)`;
    return [targets.length === 1 ? words : `${name}: ${words}`];
  });
}

/** What is wrong with entries of the baseline that no case was judged by. Names are in it as they are: formats make them harmless. */
export function unmatchedLines({ unmatched = [] }: Run): readonly string[] {
  return unmatched.map(({ problem }) => problem);
}

/** The cases by verdict ("3 pass"), and the MUSTs that were not concluded. */
export function countsByVerdict({ summary, cases }: Run): readonly string[] {
  const counts: readonly (readonly [number, string])[] = [
    [summary.pass, 'pass'],
    [summary.fail, 'fail'],
    [summary.warning, 'warning'],
    [summary.inconclusive, 'inconclusive'],
    [summary.notApplicable, 'not-applicable'],
    [summary.error, 'error'],
  ];
  const flaky = cases.filter((result) => result.flaky).length;
  const known = cases.filter((result) => result.known !== undefined && !isFailure(result)).length;
  return [
    ...counts
      .filter(([count, word]) => count > 0 || word === 'pass' || word === 'fail')
      .map(([n, word]) => `${n} ${word}`),
    ...(known > 0 ? [plural(known, 'known failure')] : []),
    ...(flaky > 0 ? [`${flaky} flaky`] : []),
    `${plural(unconcludedMusts(cases), 'MUST')} not concluded`,
  ];
}

/** How much was run ("10 cases"), how long it took, and its seed. */
export function extent({ cases, durationMs, seed }: Run): readonly string[] {
  return [
    plural(cases.length, 'case'),
    plural(requirementResults(cases).length, 'requirement'),
    `${(durationMs / 1000).toFixed(1)} s`,
    `seed ${seed}`,
  ];
}

/** A number with its noun: "1 case", "2 cases". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Lines that are broken between parts only, so that a gate finds "2 MUSTs not concluded" at any width. */
function inLines(parts: readonly string[], width: number): readonly string[] {
  const words = parts.map((part, index) => (index < parts.length - 1 ? `${part},` : part));
  return fill(words, width);
}

const looks: Readonly<Record<Outcome, Verdict>> = {
  conformant: 'pass',
  nonconformant: 'fail',
  inconclusive: 'inconclusive',
  error: 'error',
};
