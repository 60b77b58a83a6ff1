import { existsSync, lstatSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { UsageError } from '../../contracts/errors.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { Profile, ProfileTarget } from '../../contracts/profile.ts';
import { FOLDER_MIB } from '../../processes/sandbox/limits.ts';
import { whyNotOwn, whyTooMuch } from '../../processes/sandbox/own-folder.ts';
import { isOfSystem } from '../../processes/sandbox/view.ts';

/** Half of what a folder of a sandbox holds: the file that is sent is kept beside the one that is stored. */
const LARGEST_FILE_MIB = FOLDER_MIB / 2;

/** Whether any target is to be launched in a sandbox. */
export function wantsSandbox({ sandbox }: Readonly<Record<string, unknown>>, profile: Profile | undefined): boolean {
  return sandbox === true || (sandbox !== false && profile?.targets.some((target) => target.sandbox === true) === true);
}

/**
 * The folder that a program in a sandbox sees as its own: the one that is declared, else that of the first word of its command
 * which is a file or a folder, else the one that the command is launched in. One that is declared, and is missing, unreadable
 * or a link to too much, is the outcome of this target alone. Throws a UsageError for a folder that shows more than the
 * program, and for one that is not declared and cannot be read.
 */
export function ownFolder(
  words: readonly string[],
  { capabilities }: ProfileTarget,
  where: string,
  declared?: string,
): string {
  const { largestFileMiB = 0 } = capabilities ?? {};
  if (largestFileMiB > LARGEST_FILE_MIB)
    throw new UsageError(
      `${where}: --sandbox: expected largestFileMiB of at most ${LARGEST_FILE_MIB}, found ${largestFileMiB}`,
    );
  const folder = declared ?? folderOfProgram(words);
  const problem = declared === undefined ? whyNotOwn(folder) : isLink(folder) ? undefined : whyTooMuch(folder);
  if (problem !== undefined) throw new UsageError(`${where}: --sandbox: ${problem}`);
  return folder;
}

/** The plans whose program has its folder: by one of these it can be tried whether this machine makes sandboxes. */
export function withOwnFolder(plans: readonly WorkerPlan[]): readonly WorkerPlan[] {
  return plans.filter(({ target: { means } }) => {
    const own = means.kind === 'exec' ? means.sandbox : undefined;
    return own === undefined || (existsSync(own) && whyNotOwn(own) === undefined);
  });
}

/** What cannot be looked at is told as what cannot be launched. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** A program that PATH names is no word for a folder, and neither is a flag. */
function folderOfProgram(words: readonly string[]): string {
  const paths = words
    .filter((word, index) => word !== '' && !word.startsWith('-') && (index > 0 || word.includes(sep)))
    .map((word) => resolve(word));
  const named = paths.find((path) => existsSync(path) && !isOfSystem(path));
  if (named === undefined) return process.cwd();
  return statSync(named).isDirectory() ? named : dirname(named);
}

/**
 * Throws a UsageError for a target that would be judged otherwise: the whole run is enclosed with the programs, and reaches
 * nothing but them.
 */
export function checkSandboxes(plans: readonly WorkerPlan[]): void {
  for (const { target } of plans) {
    const { means, name } = target;
    const isOpen =
      means.kind === 'address' || means.kind === 'listen' || (means.kind === 'exec' && means.sandbox === undefined);
    if (isOpen)
      throw new UsageError(
        `${name}: expected --sandbox for every target of the run that is launched, and none that is reached over the network, found ${means.kind === 'exec' ? 'one without' : means.kind}`,
      );
  }
}
