import { lstatSync, realpathSync } from 'node:fs';
import type { WorkerPlan } from '../../contracts/plan.ts';
import { isWithin } from '../../processes/sandbox/view.ts';

/** A target whose folder is a link to that of another. */
export interface LinkedFolder {
  readonly target: string;
  readonly other: string;
}

/** The targets whose folder is a link to the folder of another target, or into it: one program is judged under two names. */
export function linkedFolders(plans: readonly WorkerPlan[]): readonly LinkedFolder[] {
  const folders = plans.flatMap(({ target: { name, means } }) =>
    means.kind === 'exec' && means.folder !== undefined ? [{ name, ...placeOf(means.folder) }] : [],
  );
  const links = folders.filter(({ isLink }) => isLink);
  return links.flatMap(({ name, real }) => {
    const other = folders.find((one) => !one.isLink && isWithin(one.real, real));
    return other === undefined ? [] : [{ target: name, other: other.name }];
  });
}

/** What cannot be looked at is no link. */
function placeOf(folder: string): { readonly real: string; readonly isLink: boolean } {
  try {
    return { real: realpathSync(folder), isLink: lstatSync(folder).isSymbolicLink() };
  } catch {
    return { real: folder, isLink: false };
  }
}
