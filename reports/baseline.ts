import type { Baseline, KnownFailure } from '../harness/contracts/baseline.ts';
import type { CaseResult } from '../harness/contracts/run.ts';

/**
 * The cases as a baseline sees them (reports/README.md, "The baseline"). A case that it knows and that fails, or breaks
 * a SHOULD, is marked `known` and fails the run no more. One that it knows and that passes fails the run, so that the
 * list cannot go stale. One that was not concluded, or in which the harness failed, says nothing of what is known.
 */
export function withBaseline(cases: readonly CaseResult[], { known }: Baseline): readonly CaseResult[] {
  return cases.map((one) => {
    const entry = known.find((failure) => isOf(failure, one));
    if (entry === undefined) return one;
    if (isBroken(one)) return knownFailure(one, entry.reason);
    return one.verdict === 'pass' ? { ...one, known: entry.reason, failsRun: true, reason: STALE } : one;
  });
}

const STALE = 'passes, and is listed as a known failure: to be taken out of the baseline';

/**
 * The baseline that knows what fails now (`--update-baseline`): entries whose case passes go, failures that are new come
 * with the reason of their case, all others stay. An entry without a target becomes one a target where one of them passes.
 */
export function updatedBaseline(baseline: Baseline, cases: readonly CaseResult[]): Baseline {
  const kept = baseline.known.filter((entry) => cases.every((one) => !isOf(entry, one) || one.verdict !== 'pass'));
  const added = cases.flatMap((one): readonly KnownFailure[] => {
    if (one.verdict === 'pass' || kept.some((entry) => isOf(entry, one))) return [];
    const before = baseline.known.find((entry) => isOf(entry, one))?.reason;
    if (before === undefined && !failsRun(one)) return [];
    const target = isOnSeveralTargets(one, cases) ? { target: one.target } : {};
    return [{ case: one.id, ...target, reason: before ?? (one.reason === '' ? 'fails' : one.reason) }];
  });
  return { ...baseline, known: [...kept, ...added] };
}

/** By its own verdict or by --strict; what --require alone misses was not seen to fail. */
function failsRun({ verdict, failsRun: marked }: CaseResult): boolean {
  return verdict === 'fail' || (verdict === 'warning' && marked === true);
}

function isOf({ case: id, target }: KnownFailure, one: CaseResult): boolean {
  return id === one.id && (target === undefined || target === one.target);
}

function isBroken({ verdict }: CaseResult): boolean {
  return verdict === 'fail' || verdict === 'warning';
}

function knownFailure({ failsRun: _, ...one }: CaseResult, known: string): CaseResult {
  return { ...one, known };
}

function isOnSeveralTargets({ id }: CaseResult, cases: readonly CaseResult[]): boolean {
  return cases.filter((other) => other.id === id).length > 1;
}
