import { realpathSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import { errorCode } from '../../contracts/errors.ts';
import { homes, isWithin, real } from './view.ts';
import { isRealRoot, ownerOf } from './words.ts';

/** Who may read a folder and go in, as bits of its mode: its owner, its group, others. */
const [BY_OWNER, BY_GROUP, BY_OTHERS] = [0o500, 0o050, 0o005];

/**
 * Why a program cannot have this folder as its own in a sandbox, in words that begin with what was expected; undefined where it
 * can, and where there is no such folder.
 */
export function whyNotOwn(folder: string): string | undefined {
  try {
    return whyTooMuch(folder) ?? whyUnreadable(folder, statSync(folder));
  } catch (error) {
    return errorCode(error) === 'EACCES' ? `expected a folder that can be reached, found ${folder}` : undefined;
  }
}

/** The same for a folder around a home, or around the working folder: it shows more than the program. */
export function whyTooMuch(path: string): string | undefined {
  const working = realpathSync(process.cwd());
  const folder = real(path);
  const showsMore =
    [sep, ...homes()].some((home) => isWithin(folder, home)) || (folder !== working && isWithin(folder, working));
  return showsMore ? `expected the program in a folder of its own, found it in ${folder}` : undefined;
}

/** What root launches is another user there. */
function whyUnreadable(folder: string, found: Stats): string | undefined {
  if (!isRealRoot()) return undefined;
  const { uid, gid } = ownerOf(folder);
  const bits = uid === found.uid ? BY_OWNER : gid === found.gid ? BY_GROUP : BY_OTHERS;
  if ((found.mode & bits) === bits) return undefined;
  return uid === found.uid
    ? `expected a folder that its owner may read (chmod -R u+rX), as whom the program is launched, found ${folder}`
    : `expected a folder that others may read (chmod -R o+rX), since a program of root's is launched as nobody, found ${folder}`;
}
