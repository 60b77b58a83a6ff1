import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programsFolder } from './places.ts';
import { programsPage } from './programs-page.ts';

/** `npm run programs`: the tables of `fixtures/programs/README.md`, from the captions. */
const file = join(programsFolder, 'README.md');
writeFileSync(file, programsPage(readFileSync(file, 'utf8')));
