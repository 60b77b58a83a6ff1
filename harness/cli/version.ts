import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** The package's own description; found by its name, so that it works from the sources and from `dist`. */
const description: {
  readonly version: string;
} = require('sockspec/package.json');

/** The version of the installed package. */
export const version = description.version;

/** The package's folder, where fixtures lie. */
export const packageRoot = fileURLToPath(new URL('.', `file://${require.resolve('sockspec/package.json')}`));
