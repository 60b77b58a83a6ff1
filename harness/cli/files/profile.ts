import { dirname, resolve } from 'node:path';
import { UsageError } from '../../contracts/errors.ts';
import { Profile } from '../../contracts/profile.ts';
import { firstProblem, problemText } from '../../text/problems.ts';
import { withPaths } from '../planning/target-keys.ts';
import { checkSuite } from '../planning/target-plans.ts';
import { readDocument } from './document.ts';

/** Reads and checks a profile, JSON or YAML. Paths in it are relative to its own folder. Throws a UsageError. */
export async function readProfile(file: string): Promise<Profile> {
  const value = await readDocument('--profile', file);
  const problem = firstProblem(Profile, value);
  if (problem !== undefined) throw new UsageError(`${file}: ${problemText(problem)}`);
  return checked(value, file);
}

function checked(value: unknown, file: string): Profile {
  if (!isProfile(value)) throw new UsageError('the profile does not have the form of one');
  for (const [index, { suite }] of value.targets.entries())
    checkSuite(`${file}: targets[${index}].suite: expected a suite`, suite);
  const folder = dirname(resolve(file));
  const { baseline } = value;
  return {
    ...value,
    ...(baseline === undefined ? {} : { baseline: resolve(folder, baseline) }),
    targets: value.targets.map((target) => withPaths(target, (path) => resolve(folder, path))),
  };
}

function isProfile(value: unknown): value is Profile {
  return firstProblem(Profile, value) === undefined;
}
