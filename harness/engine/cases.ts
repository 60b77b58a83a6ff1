import type { WorkerPlan } from '../contracts/plan.ts';
import type { Requirement } from '../contracts/requirement.ts';
import type { RequirementTable } from '../contracts/requirement-table.ts';

import { caseId, isSelected } from './selection.ts';

/** One row of a table of cases: a value that names itself, or one with a label. */
export type CaseRow = string | number | { readonly label: string };

/** The four beats of a case: arrange, provoke, observe, judge. */
export type CaseBody<Context, Row> = (context: Context, row: Row) => Promise<void>;

/** Adds a case to the suite, or one for each row of a table. */
export interface Check<Context, Key extends string> {
  (id: Key, body: CaseBody<Context, undefined>): void;
  <Row extends CaseRow>(id: Key, rows: readonly Row[], body: CaseBody<Context, Row>): void;
}

/** The part of a suite that holds its cases: it calls `check` once for each, in their order. */
export type Cases<Context, Key extends string> = (check: Check<Context, Key>) => void;

/** A case as its suite states it. */
export interface Case<Context> {
  readonly id: string;
  readonly requirement: Requirement;
  readonly label: string | undefined;
  readonly body: (context: Context) => Promise<void>;
}

/** Every case of a suite, in order: its part is run with a `check` that only notes. */
export function listCases<Key extends string, Context>(
  table: RequirementTable<Key>,
  cases: Cases<Context, Key>,
): readonly Case<Context>[] {
  const noted: Case<Context>[] = [];
  const add = (key: Key, label: string | undefined, body: (context: Context) => Promise<void>): void => {
    const requirement: Requirement = { id: `${table.path}/${key}`, ...table.rows[key] };
    noted.push({ id: caseId(requirement.id, label), requirement, label, body });
  };

  function check<Row extends CaseRow>(
    id: Key,
    ...rest: [CaseBody<Context, undefined>] | [readonly Row[], CaseBody<Context, Row>]
  ): void {
    if (rest.length === 1) {
      const [body] = rest;
      add(id, undefined, (context) => body(context, undefined));
      return;
    }
    const [rows, body] = rest;
    for (const row of rows) add(id, typeof row === 'object' ? row.label : String(row), (context) => body(context, row));
  }
  cases(check);
  return noted;
}

/** The cases that a plan means: those selected, of those one a requirement where the plan is quick, and of those its shard. */
export function casesMeant<Context>(
  cases: readonly Case<Context>[],
  { selection, quick, shard }: Pick<WorkerPlan, 'selection' | 'quick' | 'shard'>,
): readonly Case<Context>[] {
  const all = cases.filter(({ requirement, label }) => isSelected(selection, requirement.id, label));
  const isFirst = ({ requirement }: Case<Context>, index: number): boolean =>
    all.findIndex((one) => one.requirement.id === requirement.id) === index;
  const selected = quick === true ? all.filter(isFirst) : all;
  return shard === undefined ? selected : selected.filter((_, index) => (index + 1 - shard.index) % shard.of === 0);
}
