import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from '../../contracts/errors.ts';
import type { Profile, ProfileTarget, TargetDefaults } from '../../contracts/profile.ts';
import { nameMatches } from '../../engine/selection.ts';
import { FOLDER_PLACE } from './exec-place.ts';
import { withPaths } from './target-keys.ts';

/**
 * The targets of a profile, each with what holds for all of them, and one a folder for each that names several (`each`).
 * Paths become those of the profile's folder. `file` names the profile in messages. Throws a UsageError.
 */
export async function targetsOfProfile(
  { targets, defaults = {} }: Profile,
  folder: string,
  file: string,
): Promise<ProfileTarget[]> {
  const inFolder = (path: string): string => (path.startsWith(FOLDER_PLACE) ? path : resolve(folder, path));
  const spread = targets.map(async (target, index) => {
    const whole = withPaths(withDefaults(target, defaults), inFolder);
    return oneEach(whole, folder, `${file}: targets[${index}]`);
  });
  return (await Promise.all(spread)).flat();
}

/** What a target says itself wins; of limits, capabilities and environment each key by itself. */
function withDefaults(target: ProfileTarget, defaults: TargetDefaults): ProfileTarget {
  const joined = <Key extends 'env' | 'limits' | 'capabilities'>(key: Key) =>
    target[key] === undefined && defaults[key] === undefined ? {} : { [key]: { ...defaults[key], ...target[key] } };
  const { iutVersion, ...others } = defaults;
  // A version that is told by a command is not that of the defaults.
  const common = iutVersion === undefined || target.version !== undefined ? others : defaults;
  return { ...common, ...target, ...joined('env'), ...joined('limits'), ...joined('capabilities') };
}

async function oneEach({ each, ...target }: ProfileTarget, root: string, where: string): Promise<ProfileTarget[]> {
  if (each === undefined) return [target];
  if (target.folder !== undefined)
    throw new UsageError(`${where}: expected each without folder, found ${JSON.stringify(target.folder)}`);
  const found = await foldersOf(each, root, `${where}.each`);
  if (found.length === 0)
    throw new UsageError(
      `${where}.each: expected a glob that means a folder, found none for ${JSON.stringify(each)} in ${root}`,
    );
  return found.map(({ path, name }) => ({
    ...target,
    folder: path,
    name: (target.name ?? FOLDER_PLACE).replaceAll(FOLDER_PLACE, () => name),
  }));
}

/** A folder that a glob means, and what its name is below the part of the glob that is the same for all. */
interface Found {
  readonly path: string;
  readonly name: string;
}

/** Parts of a path that stand for several names. */
const MAGIC = /[*?[\]{}()!]/;

/** More levels than anybody keeps submissions in. */
const LEVELS = 16;

/** Sorted by their names; hidden ones (`.git`) only where the glob begins with a dot too. */
async function foldersOf(glob: string, root: string, where: string): Promise<readonly Found[]> {
  const parts = glob.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('**') || parts.length > LEVELS)
    throw new UsageError(
      `${where}: expected a glob of at most ${LEVELS} parts without **, found ${JSON.stringify(glob)}`,
    );
  const first = parts.findIndex((part) => MAGIC.test(part));
  const fixed = first === -1 ? parts.length - 1 : first;
  let found: readonly Found[] = [
    { path: resolve(root, glob.startsWith('/') ? '/' : '.', ...parts.slice(0, fixed)), name: '' },
  ];
  for (const part of parts.slice(fixed)) {
    const deeper = found.map(({ path, name }) => below(path, part, name));
    found = (await Promise.all(deeper)).flat();
  }
  return found.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

async function below(path: string, part: string, name: string): Promise<readonly Found[]> {
  const names = await readdir(path).catch(() => []);
  const meant = names.filter((one) => one.startsWith('.') === part.startsWith('.') && nameMatches(part, one));
  const found = meant.map(async (one): Promise<readonly Found[]> => {
    const isFolder = (await stat(join(path, one)).catch(() => undefined))?.isDirectory() === true;
    return isFolder ? [{ path: join(path, one), name: name === '' ? one : `${name}/${one}` }] : [];
  });
  return (await Promise.all(found)).flat();
}
