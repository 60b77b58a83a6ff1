import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type KnownProtocol, knowProtocols } from '../../../suites/index.ts';
import { UsageError } from '../../contracts/errors.ts';
import { knownProtocol, readDescribed } from './description.ts';

/** The descriptions that come with the package. */
const catalogue = fileURLToPath(
  new URL(
    import.meta.url.includes('/dist/harness/') ? '../../../../suites/catalogue/' : '../../../suites/catalogue/',
    import.meta.url,
  ),
);
const ENDING = '.protocol.yaml';

/** Where protocols are named. */
export interface NamedProtocols {
  /** Files of descriptions (`--protocol`). */
  readonly files: readonly string[];
  /** Globs over requirement ids: one that begins with a protocol of the catalogue means that protocol. */
  readonly patterns: readonly string[];
}

/** Has the table of suites know the described protocols that a command line names. Throws a UsageError of one line. */
export async function useProtocols({ files, patterns }: NamedProtocols): Promise<void> {
  const named = await Promise.all(files.map(async (file) => checked(knownProtocol(await readDescribed(file)))));
  const names = named.map(({ description }) => description.protocol);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new UsageError(`--protocol: expected one description of each protocol, found two of ${twice}`);
  const wanted = new Set(patterns.map((pattern) => pattern.split('/', 1)[0] ?? ''));
  const known = (await catalogueNames()).filter((name) => wanted.has(name) && !names.includes(name));
  const fromCatalogue = await Promise.all(
    known.map(async (name) => checked(knownProtocol(await readDescribed(join(catalogue, name + ENDING))))),
  );
  knowProtocols([...named, ...fromCatalogue]);
}

/** The protocols of the catalogue, by the names of their files, which are theirs. */
async function catalogueNames(): Promise<readonly string[]> {
  const found = await readdir(catalogue);
  return found.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length));
}

/** What laws can judge so far: servers that answer. */
function checked(known: KnownProtocol): KnownProtocol {
  const { file, description } = known;
  const { dialogue } = description;
  if (!dialogue.steps.some(({ by, does }) => by === 'server' && does === 'sends'))
    throw new UsageError(
      `${file}: expected a message of the server in the dialogue, which is judged so far, found none`,
    );
  return known;
}
