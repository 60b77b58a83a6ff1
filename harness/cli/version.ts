import { readFileSync } from 'node:fs';

/** Where package.json is, from the sources and from `dist`. */
const file = new URL(
  import.meta.url.includes('/dist/harness/') ? '../../../package.json' : '../../package.json',
  import.meta.url,
);

/** What is read of the package's own description. */
export interface PackageFile {
  readonly version: string;
  readonly repository?: string | { readonly url: string };
}

/** The package's own description. */
export const packageFile: PackageFile = JSON.parse(readFileSync(file, 'utf8'));

/** The version of the installed package. */
export const version = packageFile.version;
