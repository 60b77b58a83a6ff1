import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folder } from './reading.test.helper.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

test('what runs is what the source says: npm run assembly', () => {
  const made = join(folder(), 'assembled.ts');
  execFileSync(process.execPath, [here('assembly/assemble.js'), made]);

  expect(readFileSync(here('assembled.ts'), 'utf8')).toBe(readFileSync(made, 'utf8'));
});
