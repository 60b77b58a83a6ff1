import type { Requirement } from './requirement.ts';

/** A requirement as its chapter writes it down: the id is the key of the table. */
export type RequirementRow = Omit<Requirement, 'id'>;

/** Rows by their keys: the ends of the ids. */
export type RequirementRows = Readonly<Record<string, RequirementRow>>;

/** The requirements of one suite, by the last part of their ids. */
export interface RequirementTable<Key extends string = string> {
  /** `protocol/role` (`frames` for captures), the common front of every id in the table. */
  readonly path: string;
  readonly rows: Readonly<Record<Key, RequirementRow>>;
}

/** Ties a table of rows to its suite's path and keeps the row names as a type, so that a misspelt id does not compile. */
export function requirementTable<Key extends string>(
  path: string,
  rows: Readonly<Record<Key, RequirementRow>>,
): RequirementTable<Key> {
  return { path, rows };
}

/**
 * Of which other failures of the same table a failure usually comes, the likeliest first: `size-is-big-endian` before
 * `stores-contents-exactly`, since whoever mends the cause has seldom anything left to mend. No requirement is a cause of
 * itself, however many are between.
 */
export type Causes<Key extends string = string> = Readonly<Partial<Record<Key, readonly Key[]>>>;

/** Ties the causes to the names of a table's rows, so that a misspelt one does not compile. */
export function dependencies<Key extends string>(_table: RequirementTable<Key>, causes: Causes<NoInfer<Key>>): Causes {
  return causes;
}

/** The table as a list of whole requirements, in the order of the specification, with what their failures usually come of. */
export function listRequirements(table: RequirementTable, causes: Causes = {}): readonly Requirement[] {
  return Object.entries(table.rows).map(([key, row]) => {
    const dependsOn = causes[key]?.map((cause) => `${table.path}/${cause}`);
    return { id: `${table.path}/${key}`, ...row, ...(dependsOn === undefined ? {} : { dependsOn }) };
  });
}
