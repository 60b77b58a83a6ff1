import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PAGES_FOLDER } from '../../../suites/requirement-page.ts';
import { repository } from '../places.ts';
import { requirementPages } from './pages.ts';

/** `npm run docs`: writes the pages of requirements and laws again; those of rows that are gone are removed. */
const folder = join(repository, PAGES_FOLDER);
const pages = await requirementPages();

rmSync(folder, { recursive: true, force: true });
for (const [path, text] of pages) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
