import { link, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { errorCode, errorText, UsageError } from '../../contracts/errors.ts';
import { Profile, type ProfileTarget } from '../../contracts/profile.ts';
import { makeFolders } from '../../processes/make-folders.ts';
import { firstProblem, problemText } from '../../text/problems.ts';
import { shellQuoted } from '../../text/quoting.ts';
import { defineCommand } from '../command.ts';
import { schemaAddress } from '../files/schema-address.ts';
import { writeWhole } from '../files/whole-file.ts';
import { FRAMES_SUITE } from '../planning/capture-plans.ts';
import { singleValue } from '../planning/flag-values.ts';
import { addTargetFlags, flaggedTarget, initRows, withPaths } from '../planning/target-keys.ts';
import { planTarget } from '../planning/target-plans.ts';
import { say } from '../terminal/print.ts';
import { openQuestions } from '../terminal/questions.ts';
import { askForProfile } from './init-questions.ts';
import type { ProfileAnswers } from './profile-answers.ts';

/** Where the profile goes if nothing else is said. */
const DEFAULT_FILE = 'profile.json';

/** `sockspec init`: writes a profile. Asks on a terminal for what the flags leave open. */
export const init = defineCommand(
  (yargs) => {
    addTargetFlags(yargs, initRows);
    return yargs
      .option('suite', { type: 'string', requiresArg: true, describe: 'the suite that judges it, e.g. upload/server' })
      .option('file', { type: 'string', requiresArg: true, describe: `.json or .yaml file to write (${DEFAULT_FILE})` })
      .option('force', { type: 'boolean', describe: 'replace a file that is there' })
      .example('$0 init', 'asks, on a terminal, by numbered menus')
      .example('$0 init --suite upload/server --target 192.168.1.20:54321 --store /mnt/phone', 'asks nothing')
      .example(
        '$0 init --suite fortune/client --listen 0.0.0.0:54321 --operator --file phone.yaml',
        'a client on a phone',
      );
  },
  async (flags) => {
    const suite = singleValue('--suite', flags.suite);
    const told = flaggedTarget(flags, initRows, suite === FRAMES_SUITE ? 'captures' : 'programs');
    const target = suite === undefined ? told : { suite, ...told };
    const file = singleValue('--file', flags.file);
    const given: ProfileAnswers = { target, force: flags.force ?? false, ...(file === undefined ? {} : { file }) };
    const isComplete = target.suite !== undefined && isReached(target);
    const draft = isComplete ? given : await completed(given);
    await write(draft);
    return 0;
  },
);

function isReached({ target, exec, listen, captures }: Partial<ProfileTarget>): boolean {
  return [target, exec, listen, captures].some((means) => means !== undefined);
}

async function completed(given: ProfileAnswers): Promise<ProfileAnswers> {
  if (process.stdin.isTTY && process.stderr.isTTY) {
    const questions = openQuestions('nothing was written');
    return askForProfile(given, questions, DEFAULT_FILE).finally(questions.close);
  }
  const missing = [
    ...(given.target.suite === undefined ? ['--suite'] : []),
    ...(isReached(given.target) ? [] : [meansOf(given.target)]),
  ];
  throw new UsageError(`expected ${missing.join(' and ')}, found none, and no terminal to ask on`);
}

function meansOf({ suite }: Partial<ProfileTarget>): string {
  return suite === FRAMES_SUITE ? '--captures' : 'one of --target, --exec and --listen';
}

/** Everything is checked before anything is written. */
async function write({ target, file = DEFAULT_FILE, force }: ProfileAnswers): Promise<void> {
  const { suite = '' } = target;
  const { interface: chosen } = await planTarget({ ...target, suite }, 1);
  const on = chosen === undefined ? {} : { interface: target.interface ?? chosen.name };
  const folder = dirname(resolve(file));
  const profile = {
    $schema: schemaAddress('profile', folder),
    targets: [{ ...withPaths(target, pathFrom(folder)), suite, ...on }],
  };
  const problem = firstProblem(Profile, profile);
  if (problem !== undefined) throw new UsageError(problemText(problem));
  await place(file, await textOf(file, profile), force);
  say(`${file} is written: sockspec run --profile ${shellQuoted(file)}\n`);
}

/** Editors take the schema of YAML from a comment in its first line. */
async function textOf(file: string, profile: Profile): Promise<string> {
  if (/\.ya?ml$/.test(file))
    return `# yaml-language-server: $schema=${profile.$schema}\n${(await import('yaml')).stringify(profile)}`;
  if (file.endsWith('.json')) return `${JSON.stringify(profile, null, 2)}\n`;
  throw new UsageError(`--file: expected a name that ends in .json, .yaml or .yml, found ${JSON.stringify(file)}`);
}

/** Paths in a profile are relative to its own folder. */
function pathFrom(folder: string): (path: string) => string {
  return (path) => (isAbsolute(path) ? path : relative(folder, resolve(path)) || '.');
}

/** Whole or not at all; a file that is there is only replaced where that is meant. */
async function place(file: string, text: string, force: boolean): Promise<void> {
  const folder = dirname(resolve(file));
  const draft = join(folder, `.sockspec-${process.pid}.tmp`);
  try {
    if ((await stat(file).catch(() => undefined))?.isDirectory()) throw new UsageError(`--file: ${file} is a folder`);
    makeFolders(folder);
    await writeFile(draft, text);
    // A link fails where the name is taken.
    await (force ? writeWhole(file, text) : link(draft, file));
  } catch (error) {
    if (errorCode(error) === 'EEXIST')
      throw new UsageError(`--file: ${file} is there already: expected another name, or --force to replace it`);
    throw error instanceof UsageError
      ? error
      : new UsageError(`--file: ${file} cannot be written: ${errorText(error)}`);
  } finally {
    await rm(draft, { force: true });
  }
}
