import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../contracts/errors.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import { commandWords } from '../../processes/command-line.ts';
import { type ExecMeans, placesOfFolder } from '../../targets/exec-plan.ts';
import type { RunFlags } from '../commands/run-flags.ts';
import { flagValue, severalValues } from './flag-values.ts';
import { placesOf } from './target-plans.ts';

/**
 * The files whose change has a run judged again: those that the command of a launched program names (the program, or the script
 * that an interpreter runs), and those of `--watch PATH`. Absolute paths, each once. Throws a UsageError where nothing is
 * launched, and where there is nothing to watch.
 */
export function watchedFiles(flags: RunFlags, plans: readonly WorkerPlan[]): readonly string[] {
  const more = severalValues(flagValue(flags.watch)).filter((path) => path !== '');
  const missing = more.find((path) => !isFile(path));
  if (missing !== undefined)
    throw new UsageError(`--watch: expected a file behind it, or nothing, found ${JSON.stringify(missing)}`);
  const asked = plans.find(({ target }) => target.operator === true);
  if (asked !== undefined)
    throw new UsageError(`--watch: expected a run that asks nobody, found --operator of ${asked.target.name}`);
  const launched = plans.filter(({ target }) => target.means.kind === 'exec');
  if (launched.length === 0)
    throw new UsageError('--watch: expected a program that sockspec launches (--exec), found none');
  const files = new Set([...launched.flatMap(programFiles), ...more.map((path) => resolve(path))]);
  if (files.size === 0)
    throw new UsageError('--watch: expected a file in the command of the program, or --watch PATH, found none');
  return [...files];
}

/** Throws a UsageError for what a run that is judged again and again cannot have beside it. */
export function checkWatchable(flags: RunFlags, reports: readonly string[]): void {
  const { capture, frames, resume, updateBaseline } = flags;
  const without = Object.entries({ capture, frames, resume, 'update-baseline': updateBaseline });
  const [name] = without.find(([, value]) => value !== undefined && value !== false) ?? [];
  if (name !== undefined) throw new UsageError(`--watch: expected a run without --${name}, found --${name}`);
  const printed = reports.find((word) => !word.includes('=') && word !== 'table' && word !== 'none');
  if (printed !== undefined)
    throw new UsageError(
      `--watch: expected a table or nothing on standard output, found --report ${printed} (--report ${printed}=FILE writes a file)`,
    );
}

/** Where a program is built, what the build makes changes with every judging: what it is made of counts instead. */
function programFiles({ target }: WorkerPlan): readonly string[] {
  const { means, suite } = target;
  if (means.kind !== 'exec') return [];
  const named = filesIn(means.command, means, suite);
  if (means.build === undefined) return named;
  return filesIn(means.build.command, means, suite).filter((path) => !named.includes(path));
}

function filesIn(command: string, means: ExecMeans, suite: string): readonly string[] {
  const words = commandWords(command, { ...placesOf(suite), ...placesOfFolder(means) });
  return words.map((word) => resolve(means.cwd ?? '.', word)).filter(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
