import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../../contracts/errors.ts';
import type { ProfileTarget } from '../../contracts/profile.ts';
import { caseLimits } from '../../engine/limits.ts';
import { commandWords, type Placeholders } from '../../processes/command-line.ts';
import { type ExecMeans, placesOfFolder } from '../../targets/exec-plan.ts';

/** Where a program is launched, and how it is built there first. */
export type ExecPlace = Pick<ExecMeans, 'cwd' | 'folder' | 'build'>;

/** What stands for the folder of the program in its commands, and in front of paths. */
export const FOLDER_PLACE = '{folder}';

/** What a target says of it; its build is checked. Paths become absolute, since a command in one of them may name the other. Throws a UsageError. */
export function placeOf(target: ProfileTarget, where: string): ExecPlace {
  const { build: command, limits = {} } = target;
  const folder = target.folder === undefined ? undefined : resolve(target.folder);
  const declared = target.cwd ?? (folder === undefined ? undefined : FOLDER_PLACE);
  if (folder === undefined && declared?.includes(FOLDER_PLACE) === true)
    throw new UsageError(`${where}: expected --folder together with ${FOLDER_PLACE} in --cwd, found ${declared}`);
  const cwd = declared === undefined ? undefined : resolve(declared.replaceAll(FOLDER_PLACE, () => folder ?? ''));
  const place = folder === undefined ? {} : { folder };
  if (command !== undefined) checkCommand(`${where}: --build`, command, placesOfFolder(place));
  return {
    ...place,
    ...(cwd === undefined ? {} : { cwd }),
    ...(command === undefined ? {} : { build: { command, limitMs: caseLimits(limits).buildMs } }),
  };
}

/** A folder that the user wrote down must be there. One in the folder of a program may be missing: that is the outcome of this target alone. */
export async function checkPlace({ cwd, folder }: ProfileTarget, where: string): Promise<void> {
  if (cwd === undefined || folder !== undefined) return;
  const found = await stat(cwd).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new UsageError(
    `${where}: expected --cwd to be a folder, found ${found === undefined ? 'nothing' : 'a file'} at ${cwd}`,
  );
}

/** Throws a UsageError for a command that cannot be one, or has a placeholder that nothing stands for. */
export function checkCommand(where: string, command: string, places: Placeholders): void {
  try {
    commandWords(command, places);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${where}: ${error.message}`) : error;
  }
}
