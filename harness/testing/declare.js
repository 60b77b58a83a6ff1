import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Part of the build: the types of `sockspec/testing`, and of what they name themselves. The compiler writes those of every
 * file that is loaded; most of them tell of nothing that a suite can see.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const made = join(root, 'dist/.types');

execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'harness/testing')], {
  stdio: 'inherit',
});

const done = new Set();
const waiting = [join(made, 'harness/testing/index.d.ts')];
for (const file of waiting) {
  if (done.has(file)) continue;
  done.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, name] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.ts['"]/g))
    waiting.push(`${resolve(dirname(file), name)}.d.ts`);
  // A compiler that knows nothing of names in `.ts` finds the same by those of what is shipped.
  const told = text.replaceAll(/((?:from |import\()['"]\.[^'"]+)\.ts(['"])/g, '$1.js$2');
  writeFileSync(join(root, 'dist', relative(made, file)), told);
}
rmSync(made, { recursive: true });
