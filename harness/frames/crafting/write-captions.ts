import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Caption, capturesFolder, readCaptions } from '../captions.ts';

/** Puts captions in the place of the old ones that they replace, all in the order of their names, formatted as the rest of the project. */
export function writeCaptions(made: readonly Caption[], replaces: (old: Caption) => boolean): void {
  const path = join(capturesFolder, 'captions.json');
  const others = existsSync(path) ? readCaptions().filter((old) => !replaces(old)) : [];
  const captions = [...made, ...others].toSorted((one, other) => (one.file < other.file ? -1 : 1));
  writeFileSync(path, `${JSON.stringify(captions, null, 2)}\n`);
  execFileSync('npx', ['biome', 'format', '--write', path]);
}
