import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compiledFrom } from './compiled.ts';

test('what runs was compiled from the source that is here: npm run assembly', () => {
  const assemble = fileURLToPath(new URL('assembly/assemble.js', import.meta.url));

  expect(execFileSync(process.execPath, [assemble], { encoding: 'utf8' })).toBe(`${compiledFrom}\n`);
});
