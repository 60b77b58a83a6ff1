import { allRequirements, suites } from '../../../suites/index.ts';
import { UsageError } from '../../contracts/errors.ts';
import type { Requirement } from '../../contracts/requirement.ts';
import type { CaseResult, RunTarget } from '../../contracts/run.ts';
import { isGlob, meansRequirement } from '../../engine/selection.ts';
import { didYouMean, nearestName } from '../../text/nearest.ts';

/**
 * Throws a UsageError for a pattern that means no requirement: a run that selects nothing must never be green. `judged` are
 * requirements of saved runs, whose suites need not be known here; `others` are names that may stand there as well.
 */
export function checkPatterns(
  flag: string,
  patterns: readonly string[],
  { judged = [], others = [] }: { readonly judged?: readonly string[]; readonly others?: readonly string[] } = {},
): void {
  const ids = [...allRequirements.map(({ id }) => id), ...judged];
  for (const pattern of patterns) {
    if (ids.some((id) => meansRequirement(pattern, id))) continue;
    const known = suites.map((suite) => suite.path).join(', ');
    const found = `${JSON.stringify(pattern)}${isGlob(pattern) ? ', which no id matches' : ''}`;
    throw new UsageError(
      `${flag}: expected a glob over requirement ids (suites: ${known}), found ${found}${nearestId(pattern, ids, others)}`,
    );
  }
}

/** Throws a UsageError for a glob of `--require` that means no requirement of the suites by which a run judges: nothing would hold it. */
export function checkRequired(patterns: readonly string[], judging: readonly string[]): void {
  const own = [...new Set(judging)];
  const ids = suites.flatMap(({ path, requirements }) => (own.includes(path) ? requirements.map(({ id }) => id) : []));
  const idle = patterns.find((pattern) => !ids.some((id) => meansRequirement(pattern, id)));
  if (idle === undefined) return;
  throw new UsageError(
    `--require: expected a glob over requirements of this run (suites: ${own.join(', ')}), found ${JSON.stringify(idle)}`,
  );
}

/** What was meant by a misspelt suite, requirement or case; empty where nothing is near. */
function nearestId(pattern: string, ids: readonly string[], others: readonly string[]): string {
  const names = [...suites.map(({ path }) => path), ...ids, ...others];
  const name = pattern.replace(/\[.*\]$/, '');
  const hint = isGlob(name) ? '' : didYouMean(name, names);
  return hint === '' ? nearestGlob(name, ids) : hint;
}

/** The same of a glob: the first of its parts that is misspelt, where the glob means something with the right one. */
function nearestGlob(pattern: string, ids: readonly string[]): string {
  const words = ids.flatMap((id) => id.split('/'));
  const parts = pattern.split('/');
  const meant = parts
    .map((part, index) => parts.with(index, nearestName(part, words) ?? part).join('/'))
    .find((one) => ids.some((id) => meansRequirement(one, id)));
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

/** The requirements that any of the patterns means; all of them for no pattern. */
export function requirementsMeant(patterns: readonly string[]): readonly Requirement[] {
  if (patterns.length === 0) return allRequirements;
  return allRequirements.filter(({ id }) => patterns.some((pattern) => meansRequirement(pattern, id)));
}

/** For sorting: cases of one requirement in the order of their labels, numbers as such. */
export function byLabel(one: CaseResult, other: CaseResult): number {
  return one.id.localeCompare(other.id, 'en', { numeric: true });
}

/** The suites that hold a requirement which any of the patterns means. */
export function suitesMeant(patterns: readonly string[]): readonly string[] {
  const meant = new Set(requirementsMeant(patterns));
  return suites.filter(({ requirements }) => requirements.some((one) => meant.has(one))).map(({ path }) => path);
}

/** Sorts by the order of the specification, then of the targets, then of the labels, whatever order the cases were run in. */
export function bySpecification(cases: readonly CaseResult[], targets: readonly RunTarget[]): readonly CaseResult[] {
  const ids = new Map(allRequirements.map(({ id }, index) => [id, index]));
  const names = new Map(targets.map(({ name }, index) => [name, index]));
  const place = (one: CaseResult): readonly [number, number] => [
    ids.get(one.requirement) ?? ids.size,
    names.get(one.target) ?? names.size,
  ];
  return cases.toSorted((one, other) => {
    const [[id, name], [otherId, otherName]] = [place(one), place(other)];
    return id - otherId || name - otherName || byLabel(one, other);
  });
}
