import type { Requirement } from '../harness/contracts/requirement.ts';
import type { CaseResult } from '../harness/contracts/run.ts';
import { type Advice, endingAdvice } from './ending-advice.ts';
import { endingOf, kindOf } from './endings.ts';

/**
 * The cases as a person mends by them: each broken one has what such a failure usually means and its mend, and
 * `explainedBy` where it usually comes of another failure of the same target. One whose requirement is not among these
 * keeps what it says: it comes from a saved run.
 */
export function explained(cases: readonly CaseResult[], requirements: readonly Requirement[]): readonly CaseResult[] {
  const known = new Map(requirements.map((one) => [one.id, one]));
  const rows = rowsOf(cases);
  const causesOf = (id: string): readonly string[] => known.get(id)?.dependsOn ?? [];
  const likeliest = ({ requirement }: CaseResult, bearing: (id: string) => Bearing): string | undefined =>
    rootOf({ id: requirement, dependsOn: causesOf(requirement) }, causesOf, bearing);
  const byError = groupedByError(cases);
  const advised = cases.map((one): CaseResult => {
    const requirement = known.get(one.requirement);
    if (requirement === undefined) return one;
    const { failure: _, mend: __, explainedBy: ___, ...bare } = one;
    if (!isBroken(one)) return bare;
    const first = byError.get(errorKey(one) ?? '')?.find((other) => mayExplain(other, one)) ?? one;
    const explainedBy =
      likeliest(one, heldAgainst(one, rows)) ?? likeliest(first, heldAgainst(first, rows)) ?? first.requirement;
    const { failure, mend } = adviceOf(one, requirement);
    return { ...bare, failure, mend, ...(explainedBy === one.requirement ? {} : { explainedBy }) };
  });
  const own = rowsOf(advised);
  return advised.map((one) =>
    one.explainedBy === undefined ? one : { ...one, explainedBy: foremost(one.explainedBy, one, own) },
  );
}

/** The cause of a cause, and so on, where each failure of that comes of another: what is mended first is folded under nothing. */
function foremost(
  cause: string,
  { target, requirement }: CaseResult,
  rows: ReadonlyMap<string, readonly CaseResult[]>,
): string {
  let last = cause;
  for (const seen = new Set([requirement]); !seen.has(last); ) {
    seen.add(last);
    const broken = (rows.get(keyOf(target, last)) ?? []).filter(isBroken);
    const [next] = broken.map(({ explainedBy }) => explainedBy);
    if (next === undefined || seen.has(next) || broken.some(({ explainedBy }) => explainedBy === undefined)) break;
    last = next;
  }
  return last;
}

function adviceOf(one: CaseResult, requirement: Requirement): Advice {
  const ending = endingOf(one);
  return ending === undefined ? requirement : endingAdvice(ending, one.requirement, requirement);
}

/** The same for failures in which the program of a target ended by the same error in the same line of its source. */
function errorKey(one: CaseResult): string | undefined {
  const ending = endingOf(one);
  return ending === undefined || ending.place === '' ? undefined : keyOf(one.target, kindOf(ending), ending.place);
}

function groupedByError(cases: readonly CaseResult[]): ReadonlyMap<string, readonly CaseResult[]> {
  const groups = new Map<string, CaseResult[]>();
  for (const one of cases.filter(isBroken)) {
    const key = errorKey(one);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}

/** Whether a case found something that is not as it must be. */
export function isBroken({ verdict }: CaseResult): boolean {
  return verdict === 'fail' || verdict === 'warning';
}

/** What another requirement came to, seen from a failure: it explains that, it rules itself out, or it says nothing. */
export type Bearing = 'explains' | 'holds' | 'open';

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
  return (id) => bearingOf(rows.get(keyOf(one.target, id)) ?? [], one);
}

/** What the cases of another requirement, on the same target, say of a failure. */
export function bearingOf(cases: readonly CaseResult[], one: CaseResult): Bearing {
  if (isBrokenAtHeart(cases) && cases.some((other) => explains(other, one))) return 'explains';
  return cases.length > 0 && cases.every(({ verdict }) => verdict === 'pass') ? 'holds' : 'open';
}

/** Whether a requirement fails as such, and not in a corner of it: in its first case, which is the most basic, or in most. */
function isBrokenAtHeart(cases: readonly CaseResult[]): boolean {
  const judged = cases.filter((one) => one.verdict === 'pass' || isBroken(one));
  const [first] = judged;
  return first !== undefined && (isBroken(first) || 2 * judged.filter(isBroken).length > judged.length);
}

/**
 * Whether one failure may be the cause of another. A broken SHOULD explains no broken MUST: whoever may leave it as it is
 * would leave both. Nor does a known failure explain one that is new. By one mistake a program ends in both, and in the same
 * way, or in neither.
 */
function explains(cause: CaseResult, one: CaseResult): boolean {
  return mayExplain(cause, one) && kindOf(endingOf(one)) === kindOf(endingOf(cause));
}

function mayExplain(cause: CaseResult, one: CaseResult): boolean {
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

function keyOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
