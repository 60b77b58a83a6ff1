import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCaptions } from './captions.ts';
import { programsFolder } from './places.ts';
import { programsPage } from './programs-page.ts';

const page = readFileSync(join(programsFolder, 'README.md'), 'utf8');

test('the page of the programs says what their captions say (npm run programs)', () => {
  expect(programsPage(page)).toBe(page);
});

test('every program stands in one of its tables', () => {
  expect(Object.keys(readCaptions()).filter((file) => !page.includes(`\`${file}\``))).toEqual([]);
});

test('a table is made anew from the captions', () => {
  const old = '## x\n\n<!-- programs: lines/client -->\nold\n<!-- end -->\n';

  const made = programsPage(old);

  expect(made).toContain('| `lines_client_never_closes.py` | ');
  expect(made).toContain('| closes-at-end |');
  expect(made).not.toContain('old');
  expect(made).not.toContain('upload_careful.py');
});
