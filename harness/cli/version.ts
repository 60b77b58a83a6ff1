import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of package.json, from the sources and from `dist`. */
const folder = new URL(import.meta.url.includes('/dist/harness/') ? '../../../' : '../../', import.meta.url);

/** What is read of the package's own description. */
export interface PackageFile {
  readonly version: string;
  readonly repository?: string | { readonly url: string };
}

/** Where the package is installed, with the pages that help and messages name. */
export const packageFolder = fileURLToPath(folder);

/** The package's own description. */
export const packageFile: PackageFile = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));

/** The version of the installed package. */
export const version = packageFile.version;
