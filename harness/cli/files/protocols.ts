import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type KnownProtocol, knowSuites, type OwnSuiteModule } from '../../../suites/index.ts';
import { UsageError } from '../../contracts/errors.ts';
import { isKnownAgain, isOneWay } from '../../protocols/wire/one-way.ts';
import { builtInProtocols, knownProtocol, readDescribed } from './description.ts';
import { readOwnSuites } from './own-suites.ts';

/** The descriptions that come with the package. */
const catalogue = fileURLToPath(
  new URL(
    import.meta.url.includes('/dist/harness/') ? '../../../../suites/catalogue/' : '../../../suites/catalogue/',
    import.meta.url,
  ),
);
const ENDING = '.protocol.yaml';

/** Where protocols and suites are named. */
export interface NamedProtocols {
  /** Files of descriptions (`--protocol`). */
  readonly files: readonly string[];
  /** Modules of suites of the user's own (`--suite`). */
  readonly suites?: readonly string[];
  /** Globs over requirement ids: one that begins with a protocol of the catalogue means that protocol. */
  readonly patterns: readonly string[];
}

/**
 * Has the table of suites know the described protocols, and the suites of the user's own, that a command line names. Throws a
 * UsageError of one line.
 */
export async function useProtocols({ files, suites = [], patterns }: NamedProtocols): Promise<void> {
  const named = await Promise.all(files.map(async (file) => checked(knownProtocol(await readDescribed(file)))));
  const names = named.map(({ description }) => description.protocol);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new UsageError(`--protocol: expected one description of each protocol, found two of ${twice}`);
  const wanted = new Set(patterns.map((pattern) => pattern.split('/', 1)[0] ?? ''));
  const inCatalogue = await catalogueNames();
  const known = inCatalogue.filter((name) => wanted.has(name) && !names.includes(name));
  const fromCatalogue = await Promise.all(
    known.map(async (name) => checked(knownProtocol(await readDescribed(join(catalogue, name + ENDING))))),
  );
  const own: OwnSuiteModule[] = [];
  for (const file of suites) own.push(await readOwnSuites(file));
  checkNames(own, new Set([...names, ...inCatalogue]));
  knowSuites([...named, ...fromCatalogue], own);
}

/** A suite of the user's own has a protocol that no other suite judges, so that an id means one requirement. */
function checkNames(own: readonly OwnSuiteModule[], described: ReadonlySet<string>): void {
  const seen = new Map<string, string>();
  for (const { file, suites } of own) {
    for (const { path } of suites.map(({ suite }) => suite.table)) {
      const [protocol = ''] = path.split('/', 1);
      const taken = builtInProtocols.includes(protocol)
        ? 'a built-in'
        : described.has(protocol)
          ? 'a described'
          : undefined;
      if (taken !== undefined)
        throw new UsageError(
          `${file}: expected a protocol of its own, found ${path}: ${protocol} is ${taken} protocol`,
        );
      const other = seen.get(path);
      if (other !== undefined)
        throw new UsageError(
          `${file}: expected one suite ${path}, found another${other === file ? '' : ` in ${other}`}`,
        );
      seen.set(path, file);
    }
  }
}

/** Whether a description is one of the catalogue, which needs no `--protocol`. */
export function isInCatalogue(file: string): boolean {
  return file.startsWith(catalogue);
}

/** The protocols of the catalogue, by the names of their files, which are theirs. */
export async function catalogueNames(): Promise<readonly string[]> {
  const found = await readdir(catalogue);
  return found.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length));
}

/** What laws can judge: servers that answer, or whose messages are known again where they are shown. */
function checked(known: KnownProtocol): KnownProtocol {
  const { file, description } = known;
  if (isOneWay(description) && !isKnownAgain(description))
    throw new UsageError(
      `${file}: expected {nonce} in a text of a plain message, since the server says nothing and what it shows is known by that, found none`,
    );
  return known;
}
