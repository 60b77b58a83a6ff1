import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTables } from './requirement-tables.ts';

/** `npm run docs`, from the top of the checkout: writes the requirement tables of suites/README.md again. */
const readme = join('suites', 'README.md');

writeFileSync(readme, withTables(readFileSync(readme, 'utf8')));
