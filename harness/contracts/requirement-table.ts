import type { Requirement } from './requirement.ts';

/** A requirement as its chapter writes it down: the id is the key of the table. */
export type RequirementRow = Omit<Requirement, 'id'>;

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

/** The table as a list of whole requirements, in the order of the specification. */
export function listRequirements(table: RequirementTable): readonly Requirement[] {
  return Object.entries(table.rows).map(([key, row]) => ({
    id: `${table.path}/${key}`,
    ...row,
  }));
}
