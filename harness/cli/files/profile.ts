import { dirname, resolve } from 'node:path';
import { UsageError } from '../../contracts/errors.ts';
import { Profile } from '../../contracts/profile.ts';
import { firstProblem, problemText } from '../../text/problems.ts';
import { targetsOfProfile } from '../planning/profile-targets.ts';
import { checkSuite } from '../planning/target-plans.ts';
import { otherKind, readDocument } from './document.ts';

/** Reads a profile, JSON or YAML, and checks it whole, its suites by those that are known. Throws a UsageError. */
export async function readProfile(file: string): Promise<Profile> {
  return checkedProfile(await parseProfile(file), file);
}

/** The profile with its suites checked. Throws a UsageError for one that nobody knows. */
export function checkedProfile(profile: Profile, file: string): Profile {
  for (const [index, { suite }] of profile.targets.entries())
    checkSuite(`${file}: targets[${index}].suite: expected a suite`, suite);
  return profile;
}

/** Reads a profile, whose suites may be of protocols, or of modules, that it names itself. Paths in it are relative to its own folder. Throws a UsageError. */
export async function parseProfile(file: string): Promise<Profile> {
  const value = await readDocument('--profile', file);
  const problem = firstProblem(Profile, value);
  if (problem !== undefined) throw new UsageError(`${file}: ${otherKind(value, 'a profile') ?? problemText(problem)}`);
  if (!isProfile(value)) throw new UsageError('the profile does not have the form of one');
  const folder = dirname(resolve(file));
  const { baseline, protocols, suites } = value;
  return {
    ...value,
    ...(protocols === undefined ? {} : { protocols: protocols.map((path) => resolve(folder, path)) }),
    ...(suites === undefined ? {} : { suites: suites.map((path) => resolve(folder, path)) }),
    ...(baseline === undefined ? {} : { baseline: resolve(folder, baseline) }),
    targets: await targetsOfProfile(value, folder, file),
  };
}

function isProfile(value: unknown): value is Profile {
  return firstProblem(Profile, value) === undefined;
}
