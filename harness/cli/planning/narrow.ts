import { UsageError } from '../../contracts/errors.ts';
import { exitStatus } from '../../contracts/exit-status.ts';
import type { Run } from '../../contracts/run.ts';
import { nameMatches } from '../../engine/selection.ts';
import { runOf } from './run-of.ts';

/**
 * A run of those of its targets alone that a glob means, by their names, with what its baseline says of them or of no target, and the time
 * that their cases took. Throws a UsageError where there is none.
 */
export function narrowed(run: Run, globs: readonly string[]): Run {
  if (globs.length === 0) return run;
  const isMeant = (name: string): boolean => globs.some((glob) => nameMatches(glob, name));
  const targets = run.targets.filter(({ name }) => isMeant(name));
  if (targets.length === 0) {
    const names = run.targets.map(({ name }) => name).join(', ');
    throw new UsageError(`--target: expected a glob over the targets (${names}), found ${globs.join(', ')}`);
  }
  const { started, complete, seed, conclusion } = run;
  const cases = run.cases.filter(({ target }) => isMeant(target));
  // What the others took is nothing to it.
  const own = cases.reduce((sum, one) => sum + one.durationMs, 0);
  const durationMs = targets.length === run.targets.length ? run.durationMs : Math.min(run.durationMs, Math.round(own));
  const unmatched = run.unmatched?.filter(({ target }) => target === undefined || isMeant(target));
  const leftOutTargets = (run.leftOutTargets ?? 0) + run.targets.length - targets.length;
  const failedOutside = run.exitStatus === exitStatus.harness && run.summary.error === 0;
  return runOf({
    ...{ started, durationMs, complete, seed, targets },
    parts: run.parts.flatMap((part) => {
      const names = part.targets.filter(isMeant);
      return names.length === 0 ? [] : [{ ...part, targets: names }];
    }),
    interrupted: run.exitStatus === exitStatus.interrupted,
    errors: failedOutside ? [conclusion] : [],
    cases,
    ...(unmatched === undefined ? {} : { unmatched }),
    ...(leftOutTargets === 0 ? {} : { leftOutTargets }),
  });
}
