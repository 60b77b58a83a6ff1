import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The checkout: the self test is no part of the package. */
export const repository = dirname(createRequire(import.meta.url).resolve('sockspec/package.json'));

/** Where a self test leaves its profile, its report and the kill matrix. */
export const resultsFolder = join(repository, 'dist/selftest');

/** The compiled command: what a shell runs. `npm run build` makes it. */
export const bin = join(repository, 'dist/harness/cli/bin.cjs');

/** The programs under test. */
export const programsFolder = join(repository, 'fixtures/programs');
