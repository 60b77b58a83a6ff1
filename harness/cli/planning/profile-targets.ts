import { isUtf8 } from 'node:buffer';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errorCode, UsageError } from '../../contracts/errors.ts';
import type { Profile, ProfileTarget, TargetDefaults } from '../../contracts/profile.ts';
import { nameMatches } from '../../engine/selection.ts';
import { shownText } from '../../text/utf8.ts';
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
  /** It cannot be looked into, though it may be what is meant: it is a target that is not judged, and is not left out. */
  readonly isClosed?: true;
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
    const deeper = found.map((one) => (one.isClosed === true ? [one] : below(one, part)));
    found = (await Promise.all(deeper)).flat();
  }
  return found.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Those in one folder that a part of a glob means. One of several that may not be listed is itself closed. */
async function below(folder: Found, part: string): Promise<readonly Found[]> {
  const names = await readdir(folder.path, { encoding: 'buffer' }).catch(errorCode);
  if (!Array.isArray(names)) return names === 'EACCES' && folder.name !== '' ? [{ ...folder, isClosed: true }] : [];
  const shown = names.map((octets) => ({ shown: shownText(octets), isText: isUtf8(octets) }));
  const meant = shown.filter(
    ({ shown: one }) => one.startsWith('.') === part.startsWith('.') && nameMatches(part, one),
  );
  const found = meant.map(async ({ shown: one, isText }): Promise<readonly Found[]> => {
    const path = join(folder.path, one);
    const place = { path, name: folder.name === '' ? one : `${folder.name}/${one}` };
    const kind = isText ? await kindOf(path) : 'closed';
    if (kind === 'file') return [];
    return [kind === 'closed' ? { ...place, isClosed: true } : place];
  });
  return (await Promise.all(found)).flat();
}

/** What leads nowhere, or may not be looked at, may be a folder. */
async function kindOf(path: string): Promise<'folder' | 'file' | 'closed'> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 'closed';
  return found.isDirectory() ? 'folder' : 'file';
}
