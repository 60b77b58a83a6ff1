import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What stands at the top of the repository, beside files whose name begins with a dot. */
const top: readonly string[] = [
  ...['CHANGELOG.md', 'CONTRIBUTING.md', 'Dockerfile', 'LICENSE', 'README.md', 'action.yml', 'docs', 'fixtures'],
  ...['harness', 'package-lock.json', 'package.json', 'reports', 'suites', 'tsconfig.json', 'vitest.config.ts'],
];

test('the top of the repository holds nothing that a run has left there', (context) => {
  if (!existsSync(join(root, '.git'))) context.skip('these files are not a checkout of git');
  const kept = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  const names = new Set(kept.flatMap((file) => file.split('/', 1)).filter((name) => !/^(\.|$)/.test(name)));

  expect([...names].sort()).toEqual(top);
});
