import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readRun } from '../../reports/json.ts';
import { Run } from '../contracts/run.ts';
import { firstProblem } from '../text/problems.ts';
import { installIn, npm, packed, passedNothing } from './installed.test.helper.ts';
import { folder } from './shell.test.helper.ts';

/** Tests, what only they need and what they leave in `dist`, benches, makers of fixtures, steps of the build. */
const NOT_SHIPPED =
  /\.test\.|\/(bench|crafting|lab|selftest)\/|\/samples\.js$|\/requirement-tables\.|\/python\.setup\.|\/publish-|vitest\.config/;

const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Packages, and MiB of their files, that an installation comes to: 95 and 38 since it has its pages (docs/installing.md). */
const MOST_PACKAGES = 95;
const MOST_MIB = 40;

/** The cases that are run: all of them by the tests of each version of Node, and by that of a default run. */
const SHARE = '1/8';

test('the packed package, installed elsewhere, runs a share of every suite', { timeout: 300_000 }, async () => {
  const dir = folder();
  installIn(dir);
  expect(packagesIn(dir)).toBeLessThanOrEqual(MOST_PACKAGES);
  expect(octetsIn(join(dir, 'node_modules')) / 2 ** 20).toBeLessThanOrEqual(MOST_MIB);

  const words = ['exec', '--', 'sockspec', 'run', '--shard', SHARE, '--report', 'json'];
  const judgeShare = async (): Promise<Run> => {
    const run = readRun(npm(words, dir), 'the installed package');
    expect(run).toMatchObject({
      exitStatus: 0,
      complete: true,
      summary: { fail: 0, warning: 0, error: 0 },
    });
    expect(firstProblem(Run, run)).toBeUndefined();
    return run;
  };

  expect(await passedNothing(judgeShare)).toEqual([]);
  const schema = JSON.parse(readFileSync(join(dir, 'node_modules/sockspec/dist/run.schema.json'), 'utf8'));
  expect(schema).toEqual(JSON.parse(JSON.stringify(Run)));
});

test('the package holds what runs and what types its entry, and nothing that only builds or tests it', () => {
  const paths = packed('--dry-run').files.map(({ path }) => path);

  expect(paths).toEqual(
    expect.arrayContaining([
      'dist/harness/cli/bin.cjs',
      'dist/harness/testing/index.js',
      'dist/run.schema.json',
      'fixtures/captures/captions.json',
    ]),
  );
  expect(paths.filter((path) => NOT_SHIPPED.test(path))).toEqual([]);
  expect(paths.filter((path) => path.endsWith('.d.ts')).toSorted()).toEqual(
    typesFrom('dist/harness/testing/index.d.ts'),
  );
});

test('each page that is shipped links to what is shipped', () => {
  const paths = packed('--dry-run').files.map(({ path }) => path);
  const pages = paths.filter((path) => path.endsWith('.md'));
  const dead = pages.flatMap((page) =>
    targetsOf(page)
      .filter((target) => !paths.some((path) => path === target || path.startsWith(`${target}/`)))
      .map((target) => ({ page, target })),
  );

  expect(targetsOf('README.md')).toEqual(
    expect.arrayContaining(['docs/report.svg', 'docs/ci.md', 'fixtures/examples']),
  );
  expect(pages).toEqual(expect.arrayContaining(targetsOf('README.md').filter((target) => target.endsWith('.md'))));
  expect(dead).toEqual([]);
});

/** The files and folders of this package that a page links to, or shows; what is code is no link. */
function targetsOf(page: string): readonly string[] {
  const text = readFileSync(join(repository, page), 'utf8').replaceAll(/^```.*?^```$|`[^`\n]*`/gms, '');
  return [...text.matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g)]
    .map(([, url = '']) => url)
    .filter((url) => !/^[a-z]+:/.test(url))
    .map((url) => posix.join(posix.dirname(page), url).replace(/\/$/, ''));
}

/** How many packages npm has installed there. */
function packagesIn(dir: string): number {
  const { packages } = JSON.parse(readFileSync(join(dir, 'node_modules/.package-lock.json'), 'utf8'));
  return Object.keys(packages).length;
}

/** The lengths of all files in a folder together, each once whatever its links. */
function octetsIn(dir: string): number {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => lstatSync(join(dir, name)));
  const lengths = new Map(files.filter((file) => file.isFile()).map(({ ino, size }) => [ino, size]));
  return [...lengths.values()].reduce((sum, length) => sum + length, 0);
}

/** The types of an entry, and those that they name: each is there. */
function typesFrom(entry: string): readonly string[] {
  const found = [entry];
  for (const file of found) {
    const text = readFileSync(join(repository, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g)) {
      const named = posix.join(posix.dirname(file), `${name}.d.ts`);
      if (!found.includes(named)) found.push(named);
    }
  }
  return found.toSorted();
}
