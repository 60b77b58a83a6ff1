import type { Requirement } from '../harness/contracts/requirement.ts';
import type { CaseResult } from '../harness/contracts/run.ts';

/**
 * The cases as a person mends by them: each broken one has what such a failure usually means and its mend, and
 * `explainedBy` where it usually comes of another failure of the same target. One whose requirement is not among these
 * keeps what it says: it comes from a saved run.
 */
export function explained(cases: readonly CaseResult[], requirements: readonly Requirement[]): readonly CaseResult[] {
  const known = new Map(requirements.map((one) => [one.id, one]));
  const rows = rowsOf(cases);
  return cases.map((one) => {
    const requirement = known.get(one.requirement);
    if (requirement === undefined) return one;
    const { failure: _, mend: __, explainedBy: ___, ...bare } = one;
    if (!isBroken(one)) return bare;
    const explainedBy = rootOf(requirement, (id) => known.get(id)?.dependsOn ?? [], heldAgainst(one, rows));
    const { failure, mend } = requirement;
    return { ...bare, failure, mend, ...(explainedBy === undefined ? {} : { explainedBy }) };
  });
}

/** Whether a case found something that is not as it must be. */
export function isBroken({ verdict }: CaseResult): boolean {
  return verdict === 'fail' || verdict === 'warning';
}

/** What another requirement came to, seen from a failure: it explains that, it rules itself out, or it says nothing. */
type Bearing = 'explains' | 'holds' | 'open';

/**
 * The failure that is to be mended first; undefined where nothing explains this one. The likeliest cause comes first. One that
 * holds is none; behind one that nothing is known of its own causes are looked at.
 */
export function rootOf(
  { id, dependsOn = [] }: { readonly id: string; readonly dependsOn?: readonly string[] },
  causesOf: (id: string) => readonly string[],
  bearing: (id: string) => Bearing,
): string | undefined {
  for (const cause of dependsOn) {
    const own = bearing(cause);
    if (own === 'holds' || cause === id) continue;
    const root = rootOf({ id: cause, dependsOn: causesOf(cause) }, causesOf, bearing);
    if (root !== undefined) return root;
    if (own === 'explains') return cause;
  }
  return undefined;
}

function heldAgainst(one: CaseResult, rows: ReadonlyMap<string, readonly CaseResult[]>): (id: string) => Bearing {
  return (id) => {
    const cases = rows.get(keyOf(one.target, id)) ?? [];
    if (cases.some((other) => explains(other, one))) return 'explains';
    return cases.length > 0 && cases.every(({ verdict }) => verdict === 'pass') ? 'holds' : 'open';
  };
}

/**
 * Whether one failure may be the cause of another. A broken SHOULD explains no broken MUST: whoever may leave it as it is
 * would leave both. Nor does a known failure explain one that is new.
 */
export function explains(cause: CaseResult, one: CaseResult): boolean {
  if (!isBroken(cause)) return false;
  if (cause.known !== undefined && one.known === undefined) return false;
  return cause.verdict === 'fail' || one.verdict === 'warning';
}

function rowsOf(cases: readonly CaseResult[]): ReadonlyMap<string, readonly CaseResult[]> {
  const rows = new Map<string, CaseResult[]>();
  for (const one of cases) {
    const key = keyOf(one.target, one.requirement);
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [one]);
    else row.push(one);
  }
  return rows;
}

function keyOf(target: string, requirement: string): string {
  return JSON.stringify([target, requirement]);
}
