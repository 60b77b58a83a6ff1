import type { CaseRow, Check } from '../../harness/engine/cases.ts';
import { NotApplicable } from '../../harness/engine/finding.ts';

/** Adds a case for each row of a table that a description gives; where it gives none, one that says why (`otherwise`). */
export type Each<Context, Key extends string> = <Row extends CaseRow>(
  law: Key,
  rows: readonly Row[],
  otherwise: string,
  body: (context: Context, row: Row) => Promise<void>,
) => void;

/** What adds the cases of laws whose rows come from a description. */
export function eachOf<Context, Key extends string>(check: Check<Context, Key>): Each<Context, Key> {
  return (law, rows, otherwise, body) => {
    if (rows.length > 0) check(law, rows, body);
    else check(law, () => Promise.reject(new NotApplicable(otherwise)));
  };
}
