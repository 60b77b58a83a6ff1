import { isTroubled, ownReasonOf, type RequirementResult, shortName } from './summary.ts';

/** A requirement that a reader looks into, with those of the same target that fail because it does. */
export interface Root<Row extends RequirementResult = RequirementResult> {
  readonly row: Row;
  readonly dependents: readonly Row[];
}

/** The requirements with something to look into, in their order; one that another explains stands with that one alone. */
export function rootsOf<Row extends RequirementResult>(rows: readonly Row[]): readonly Root<Row>[] {
  const troubled = rows.filter(({ cases }) => cases.some(isTroubled));
  return troubled
    .filter(({ explainedBy }) => explainedBy === '')
    .map((row) => ({
      row,
      dependents: troubled.filter(
        ({ target, explainedBy }) => target === row.target && explainedBy === row.requirement,
      ),
    }));
}

/** "26 more depend on this one"; empty for none. */
export function dependentsWords(count: number): string {
  if (count === 0) return '';
  return count === 1 ? '1 more depends on this one' : `${count} more depend on this one`;
}

/** The same with the first of their names: "26 more depend on this one: name-empty, name-at-limit, …". */
export function dependentsList(dependents: readonly RequirementResult[], shown: number): string {
  if (dependents.length === 0) return '';
  const names = dependents.slice(0, shown).map(shortName);
  return `${dependentsWords(dependents.length)}: ${names.join(', ')}${dependents.length > shown ? ', …' : ''}`;
}

/** What was found of each of the first of them, a text each: "name-empty: expected …; saw …". What stood there before is not said again. */
export function dependentReasons(dependents: readonly RequirementResult[], shown: number): readonly string[] {
  const said = new Map<string, string>();
  return dependents.slice(0, shown).map((row) => {
    const name = shortName(row);
    const reason = ownReasonOf(row);
    const before = said.get(reason);
    if (before === undefined) said.set(reason, name);
    return `${name}: ${before === undefined ? reason : `as for ${before}`}`;
  });
}
