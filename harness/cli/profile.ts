import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errorText, UsageError } from '../contracts/errors.ts';
import { firstProblem, problemText } from '../contracts/problems.ts';
import { Profile, type ProfileTarget } from '../contracts/profile.ts';

/** Reads and checks a profile, JSON or YAML. Paths in it are relative to its own folder. Throws a UsageError. */
export async function readProfile(file: string): Promise<Profile> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`--profile: expected a file that can be read, found ${file}: ${errorText(error)}`);
  });
  const value = await parse(file, text);
  const problem = firstProblem(Profile, value);
  if (problem !== undefined) throw new UsageError(`${file}: ${problemText(problem)}`);
  return checked(value, dirname(resolve(file)));
}

async function parse(file: string, text: string): Promise<unknown> {
  try {
    if (!/\.ya?ml$/.test(file)) return JSON.parse(text);
    const { parse } = await import('yaml');
    return parse(text);
  } catch (error) {
    throw new UsageError(
      `${file}: expected ${/\.ya?ml$/.test(file) ? 'YAML' : 'JSON'}, found something else: ${errorText(error)}`,
    );
  }
}

function checked(value: unknown, folder: string): Profile {
  if (!isProfile(value)) throw new UsageError('the profile does not have the form of one');
  return { ...value, targets: value.targets.map((target) => withPaths(target, folder)) };
}

function isProfile(value: unknown): value is Profile {
  return firstProblem(Profile, value) === undefined;
}

function withPaths(target: ProfileTarget, folder: string): ProfileTarget {
  const { store, phrases, captures } = target;
  return {
    ...target,
    ...(store === undefined ? {} : { store: resolve(folder, store) }),
    ...(phrases === undefined ? {} : { phrases: resolve(folder, phrases) }),
    ...(captures === undefined ? {} : { captures: captures.map((file) => resolve(folder, file)) }),
  };
}
