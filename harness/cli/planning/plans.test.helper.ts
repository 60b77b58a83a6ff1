import yargs from 'yargs';
import type { WorkerPlan } from '../../contracts/plan.ts';
import { parserConfiguration } from '../command.ts';
import { type RunFlags, runFlags } from '../commands/run-flags.ts';
import { readProfile } from '../files/profile.ts';
import { singleValue } from './flag-values.ts';
import { workerPlans } from './run-plan.ts';

/** What `sockspec run` with these words would do; nothing is run. */
export async function plansOf(...words: readonly string[]): Promise<readonly WorkerPlan[]> {
  const flags = await flagsOf(words);
  const file = singleValue('--profile', flags.profile);
  return workerPlans(flags, file === undefined ? undefined : await readProfile(file));
}

async function flagsOf(words: readonly string[]): Promise<RunFlags> {
  return new Promise((resolve, reject) => {
    void yargs()
      .parserConfiguration(parserConfiguration)
      .command('run [suites..]', '', runFlags, resolve)
      .exitProcess(false)
      .parseAsync(['run', ...words])
      .catch(reject);
  });
}
