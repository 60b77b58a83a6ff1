import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The schemas that are published with the package. */
const published = new URL(import.meta.url.includes('/dist/harness/') ? '../../../' : '../../../dist/', import.meta.url);

/**
 * Where an editor finds a schema of this package from a file in that folder: a path from there, since no server publishes it. Where
 * no path leads there, as from another drive of Windows, a `file:` address.
 */
export function schemaAddress(schema: 'profile' | 'baseline', folder: string): string {
  const file = fileURLToPath(new URL(`${schema}.schema.json`, published));
  const path = relative(resolve(folder), file);
  if (isAbsolute(path)) return pathToFileURL(file).href;
  const address = path.split(sep).join('/');
  return address.startsWith('../') ? address : `./${address}`;
}
