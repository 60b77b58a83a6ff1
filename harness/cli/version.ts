import { readFileSync } from 'node:fs';

/** The package's own description; from the sources, and from `dist`. */
const file = new URL(
  import.meta.url.includes('/dist/harness/') ? '../../../package.json' : '../../package.json',
  import.meta.url,
);

const description: { readonly version: string } = JSON.parse(readFileSync(file, 'utf8'));

/** The version of the installed package. */
export const version = description.version;
