import { whyNotWhole } from '../../../reports/whole.ts';
import { UsageError } from '../../contracts/errors.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import type { CaseResult, Run, RunTarget } from '../../contracts/run.ts';
import type { Tested } from '../../contracts/tested.ts';
import type { SavedRun } from '../files/saved-runs.ts';
import { byLabel } from './requirements.ts';
import { runOf } from './run-of.ts';

/**
 * Several runs as one: shards of a run, a matrix of targets. It began with the first of them and took the time of all; it
 * ends as one run with all of these cases would have, and as one that is not judged where a shard is missing, or
 * where its parts judged different programs. Throws a UsageError where two runs have the same case.
 */
export function mergeRuns(saved: readonly [SavedRun, ...SavedRun[]]): Run {
  const [first, ...others] = saved;
  const runs = saved.map(labelled);
  const parts = runs.flatMap((run) => run.parts);
  const { notJudged = [] } = first.run;
  const isConcluded = [...whyNotWhole(first.run).keys()].every((name) => notJudged.includes(name));
  if (others.length === 0 && first.label === undefined && isConcluded) return first.run;
  const unmatched = runs.flatMap((run) => run.unmatched ?? []);
  const leftOutTargets = runs.reduce((sum, run) => sum + (run.leftOutTargets ?? 0), 0);
  return runOf({
    started: runs
      .map(({ started }) => started)
      .reduce((one, other) => (Date.parse(other) < Date.parse(one) ? other : one)),
    durationMs: runs.reduce((sum, { durationMs }) => sum + durationMs, 0),
    complete: runs.every(({ complete }) => complete),
    seed: first.run.seed,
    parts,
    interrupted: runs.some((run) => run.exitStatus === exitStatus.interrupted),
    errors: runs.filter(hasErrorOutsideOfCases).map(({ conclusion }) => conclusion),
    targets: distinct(runs.flatMap((run) => run.targets)),
    cases: casesOf(saved, runs).toSorted(byLabel),
    ...(unmatched.length === 0 ? {} : { unmatched }),
    ...(leftOutTargets === 0 ? {} : { leftOutTargets }),
  });
}

function labelled({ label, run }: SavedRun): Run {
  if (label === undefined) return run;
  const named = (target: string): string => `${label}: ${target}`;
  const unmatched = run.unmatched?.map((one) =>
    one.target === undefined ? one : { ...one, target: named(one.target) },
  );
  return {
    ...run,
    parts: run.parts.map((part) => ({ ...part, targets: part.targets.map(named) })),
    targets: run.targets.map((target) => ({ ...target, name: named(target.name) })),
    cases: run.cases.map((one) => ({ ...one, target: named(one.target) })),
    ...(unmatched === undefined ? {} : { unmatched }),
  };
}

function casesOf(saved: readonly SavedRun[], runs: readonly Run[]): readonly CaseResult[] {
  const files = new Map<string, string>();
  return runs.flatMap((run, index) => {
    const { file = '' } = saved[index] ?? {};
    for (const { id, target } of run.cases) {
      const key = JSON.stringify([target, id]);
      const other = files.get(key);
      if (other !== undefined) {
        throw new UsageError(
          `expected each case of a target in one run, found ${id} on ${JSON.stringify(target)} in ${other} and in ${file} (NAME=RUN.json tells them apart)`,
        );
      }
      files.set(key, file);
    }
    return run.cases;
  });
}

function hasErrorOutsideOfCases({ exitStatus: status, summary }: Run): boolean {
  return status === exitStatus.harness && summary.error === 0;
}

/** Shards have the same targets; each has a part of their cases. */
function distinct(targets: readonly RunTarget[]): RunTarget[] {
  const known = new Map<string, Extents>();
  for (const { quick, tested, summary: _, ...target } of targets) {
    const key = JSON.stringify(target);
    const before = known.get(key);
    known.set(key, {
      target,
      quick: [...(before?.quick ?? []), quick],
      tested: [...(before?.tested ?? []), ...(tested ?? [])],
    });
  }
  return [...known.values()].map(({ target, quick, tested }) => ({
    ...target,
    ...quickInAll(quick),
    ...(tested.length === 0 ? {} : { tested: distinctTested(tested) }),
  }));
}

/** A target, and the extents of its parts. */
interface Extents {
  readonly target: RunTarget;
  readonly quick: readonly RunTarget['quick'][];
  /** What it was in each of them. */
  readonly tested: readonly Tested[];
}

/** What a target was in the parts of a report: each that differs from those before. */
export function distinctTested(tested: readonly Tested[]): Tested[] {
  return [...new Map(tested.map((one) => [JSON.stringify(one), one])).values()];
}

/** A target is quick in all of its parts, or leaves out no case that another has. */
function quickInAll(parts: readonly RunTarget['quick'][]): Pick<RunTarget, 'quick'> {
  const extents = parts.flatMap((quick) => quick ?? []);
  if (extents.length < parts.length) return {};
  const sum = (key: 'cases' | 'of'): number => extents.reduce((total, extent) => total + extent[key], 0);
  return { quick: { cases: sum('cases'), of: sum('of') } };
}
