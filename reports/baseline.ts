import type { Baseline, KnownFailure } from '../harness/contracts/baseline.ts';
import type { CaseResult } from '../harness/contracts/run.ts';
import { isBroken } from './causes.ts';
import { fingerprintOf, isSameKind } from './fingerprint.ts';

/**
 * The cases as a baseline sees them (reports/README.md, "The baseline"). A case that it knows and that fails as it was
 * recorded, or breaks a SHOULD so, is marked `known` and fails the run no more. An entry that is not true any more fails the
 * run: its case passes, fails otherwise, or fails after the last day (`today` is a date, as 2026-01-31). A case that was not
 * concluded, or in which the harness failed, says nothing of what is known.
 */
export function withBaseline(cases: readonly CaseResult[], { known }: Baseline, today: string): readonly CaseResult[] {
  return cases.map((one) => {
    const entry = entryOf(one, known);
    if (entry === undefined) return one;
    if (one.verdict === 'pass') return { ...one, known: entry.reason, failsRun: true, reason: STALE };
    if (!isBroken(one)) return one;
    const problem = problemOf(one, entry, today);
    return problem === undefined
      ? knownFailure(one, reasonOf(entry, one))
      : { ...one, failsRun: true, baseline: problem };
  });
}

/** Stands for the reason of a known failure that nobody has given one. */
const UNEXPLAINED = 'as recorded, without a reason';

const STALE = 'passes, and is listed as a known failure: to be taken out of the baseline';

/** Why an entry does not cover a failure any more; undefined where it does. */
function problemOf(one: CaseResult, { fingerprint, expires, reason }: KnownFailure, today: string): string | undefined {
  if (expires !== undefined && today > expires)
    return `the baseline put up with it until ${expires} (${reason}): to be mended, or given another day`;
  const now = fingerprintOf(one);
  if (fingerprint !== undefined && !isSameKind(fingerprint, now))
    return `fails otherwise than the baseline records${isCopied(reason, fingerprint) ? '' : ` (${reason})`}: expected the failure "${fingerprint}", found "${now}"`;
  return undefined;
}

/** Whether a reason only says again what its fingerprint says. */
function isCopied(reason: string, fingerprint: string): boolean {
  return (['fail', 'warning'] as const).some((verdict) => isSameKind(fingerprint, fingerprintOf({ verdict, reason })));
}

/** An entry of a baseline that no case of the run was judged by, and one plain sentence that says why. */
export interface Unmatched {
  readonly case: string;
  readonly target?: string;
  readonly problem: string;
}

/** The entries that say something of no case of the run: their targets were not among those of the run, or their cases were never run. */
export function unmatched(
  cases: readonly CaseResult[],
  targets: readonly string[],
  { known }: Baseline,
): readonly Unmatched[] {
  return known.flatMap((entry) => {
    if (cases.some((one) => isOf(entry, one))) return [];
    const { case: id, target } = entry;
    const isElsewhere = target !== undefined && !targets.includes(target);
    const problem = isElsewhere
      ? `the baseline names the target "${target}" for ${id}: expected one of ${targets.join(', ')}`
      : `the baseline knows ${id}${target === undefined ? '' : ` on ${target}`}, and it was never run`;
    return [{ case: id, ...(target === undefined ? {} : { target }), problem }];
  });
}

/**
 * The baseline that knows what fails now (`--update-baseline`), sorted: entries whose case passes go, failures that are new
 * come with the reason of their case, all others stay with their reasons, links and dates. Each failure of the run is recorded
 * by its fingerprint. An entry without a target becomes one a target where one of them passes, or fails otherwise.
 */
export function updatedBaseline(baseline: Baseline, cases: readonly CaseResult[]): Baseline {
  const kept = baseline.known.filter((entry) => {
    const own = cases.filter((one) => isOf(entry, one));
    return own.every(({ verdict }) => verdict !== 'pass') && new Set(own.filter(isBroken).map(fingerprintOf)).size <= 1;
  });
  const added = cases.flatMap((one): readonly KnownFailure[] => {
    if (one.verdict === 'pass' || entryOf(one, kept) !== undefined) return [];
    const before = entryOf(one, baseline.known);
    if (before === undefined && !failsRun(one)) return [];
    const target = isOnSeveralTargets(one, cases) ? { target: one.target } : {};
    const { case: id, ...rest } = before ?? { case: one.id, reason: one.reason === '' ? 'fails' : one.reason };
    return [{ case: id, ...target, ...rest }];
  });
  const recorded = [...kept, ...added].map((entry) => {
    const broken = cases.find((one) => isOf(entry, one) && isBroken(one));
    return broken === undefined ? entry : { ...entry, fingerprint: fingerprintOf(broken) };
  });
  return { ...baseline, known: recorded.toSorted(byCase) };
}

/**
 * What a reader is told of an entry: its reason, where more is said of it, and how long it is put up with. A reason that only
 * repeats the finding, as --update-baseline writes it, is not told again beside it.
 */
function reasonOf({ reason, link, expires }: KnownFailure, one: CaseResult): string {
  const kindOf = (words: string): string => fingerprintOf({ verdict: one.verdict, reason: words });
  const said = kindOf(reason) === kindOf(one.reason) ? UNEXPLAINED : reason;
  return [said, ...(link === undefined ? [] : [link]), ...(expires === undefined ? [] : [`until ${expires}`])].join(
    ', ',
  );
}

/** By its own verdict or by --strict; what --require alone misses was not seen to fail. */
function failsRun({ verdict, failsRun: marked }: CaseResult): boolean {
  return verdict === 'fail' || (verdict === 'warning' && marked === true);
}

/** The entry for this target comes before the one for every target. */
function entryOf(one: CaseResult, known: readonly KnownFailure[]): KnownFailure | undefined {
  const own = known.filter((entry) => isOf(entry, one));
  return own.find(({ target }) => target !== undefined) ?? own[0];
}

function isOf({ case: id, target }: KnownFailure, one: CaseResult): boolean {
  return id === one.id && (target === undefined || target === one.target);
}

function knownFailure({ failsRun: _, ...one }: CaseResult, known: string): CaseResult {
  return { ...one, known };
}

function isOnSeveralTargets({ id }: CaseResult, cases: readonly CaseResult[]): boolean {
  return cases.filter((other) => other.id === id).length > 1;
}

/** By case, numbers as such, then by target, so that two updates of one file differ by what has changed. */
function byCase(one: KnownFailure, other: KnownFailure): number {
  return (
    one.case.localeCompare(other.case, 'en', { numeric: true }) ||
    (one.target ?? '').localeCompare(other.target ?? '', 'en')
  );
}
