import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { UsageError } from '../../contracts/errors.ts';
import type { WorkerPlan } from '../../contracts/plan.ts';
import type { Profile, ProfileTarget } from '../../contracts/profile.ts';
import { FOLDER_MIB } from '../../processes/sandbox/limits.ts';
import { homes, isOfSystem, isWithin } from '../../processes/sandbox/view.ts';
import { isRealRoot, ownerOf } from '../../processes/sandbox/words.ts';

/** Half of what a folder of a sandbox holds: the file that is sent is kept beside the one that is stored. */
const LARGEST_FILE_MIB = FOLDER_MIB / 2;

/** Whether any target is to be launched in a sandbox. */
export function wantsSandbox({ sandbox }: Readonly<Record<string, unknown>>, profile: Profile | undefined): boolean {
  return sandbox === true || (sandbox !== false && profile?.targets.some((target) => target.sandbox === true) === true);
}

/**
 * The folder that a program in a sandbox sees as its own: the one that is declared, else that of the first word of its command
 * which is a file or a folder, else the one that the command is launched in. One that is declared and missing is the outcome of
 * this target alone. Throws a UsageError where that shows more than the program, and where the
 * program could not read it.
 */
export function ownFolder(
  words: readonly string[],
  { capabilities }: ProfileTarget,
  where: string,
  declared?: string,
): string {
  if (declared !== undefined && !existsSync(declared)) return declared;
  const folder = realpathSync(declared ?? folderOfProgram(words));
  const working = realpathSync(process.cwd());
  const showsMore =
    [sep, ...homes()].some((home) => isWithin(folder, home)) || (folder !== working && isWithin(folder, working));
  if (showsMore)
    throw new UsageError(`${where}: --sandbox: expected the program in a folder of its own, found it in ${folder}`);
  // Others may go in and look around (bits 0 and 2 of the mode).
  if (isRealRoot() && ownerOf(folder).uid !== statSync(folder).uid && (statSync(folder).mode & 0o5) !== 0o5)
    throw new UsageError(
      `${where}: --sandbox: expected a folder that others may read (chmod -R o+rX), since a program of root's is launched as nobody, found ${folder}`,
    );
  const { largestFileMiB = 0 } = capabilities ?? {};
  if (largestFileMiB > LARGEST_FILE_MIB)
    throw new UsageError(
      `${where}: --sandbox: expected largestFileMiB of at most ${LARGEST_FILE_MIB}, found ${largestFileMiB}`,
    );
  return folder;
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
