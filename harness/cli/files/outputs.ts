import { readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../contracts/errors.ts';
import { lookAt } from '../../processes/look-at.ts';

/** A file that a command writes, and what it is for ("--report csv"). */
export interface Output {
  readonly what: string;
  readonly file: string;
}

/**
 * Throws a UsageError where two outputs go to one file, by whatever names: the first would be lost. A device and a FIFO take
 * several.
 */
export function checkApart(outputs: readonly Output[]): void {
  const known = new Map<string, Output>();
  for (const output of outputs) {
    const place = placeOf(output.file);
    if (place === undefined) continue;
    const other = known.get(place);
    if (other !== undefined)
      throw new UsageError(
        `expected a file of its own for each output, found ${output.what} and ${other.what} in one: ${found(other, output)}`,
      );
    known.set(place, output);
  }
}

function found({ file: one }: Output, { file: other }: Output): string {
  return one === other ? one : `${one} and ${other}`;
}

/** Where a file is, or will be, whatever links lead to it; undefined for what takes several outputs. */
function placeOf(file: string): string | undefined {
  try {
    return lookAt(file, { follows: true }).isFile() ? realpathSync.native(file) : undefined;
  } catch {
    return placeToBe(resolve(file), LINKS);
  }
}

/** Links that a system follows one after another before it gives up. */
const LINKS = 40;

/** The same for a file that is missing, perhaps with folders that lead to it. */
function placeToBe(path: string, links: number): string {
  const above = dirname(path);
  if (above === path) return path;
  const parent = existing(above) ?? placeToBe(above, links);
  const place = join(parent, basename(path));
  const leads = links === 0 ? undefined : linkAt(place);
  return leads === undefined ? place : placeToBe(resolve(parent, leads), links - 1);
}

function existing(folder: string): string | undefined {
  try {
    return realpathSync.native(folder);
  } catch {
    return undefined;
  }
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
