import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));

/** Libraries of hundreds of small files, which take longer to be found and read than to run. */
const inlined = ['@sinclair/typebox', 'yaml'];

/** A module that has moved finds its files beside where it was. */
const whereItWas = {
  name: 'where-it-was',
  transform: (code, id) =>
    id.startsWith(dist) && code.includes('import.meta.url')
      ? code.replaceAll('import.meta.url', `__whereItWas(${JSON.stringify(relative(dist, id))})`)
      : undefined,
  renderChunk: (code, { fileName }) =>
    code.replaceAll(
      /__whereItWas\("([^"]+)"\)/g,
      (_, path) => `new URL(${JSON.stringify(relative(dirname(fileName), path))}, import.meta.url).href`,
    ),
};

/**
 * Part of the build. All that a run loads in a few files, in place of a thousand: the command, what a thread judges with, and
 * what suites of the user's own import, which must be the same modules as those of the thread. Beside that the command and what
 * a plain `inspect` needs in one file, which takes less long to load than 100,000 frames to judge; its report in another,
 * which is loaded when it is needed; and what a plain `describe` needs, and the laws beside it.
 */
const bundles = [
  {
    from: {
      'harness/cli/main': 'harness/cli/main.js',
      'harness/cli/judging-thread': 'harness/cli/judging-thread.js',
      'harness/cli/judging-process': 'harness/cli/judging-process.js',
      'harness/cli/candidates': 'harness/cli/candidates.js',
      'harness/frames/compressed': 'harness/frames/compressed.js',
      'harness/testing/index': 'harness/testing/index.js',
    },
    output: { dir: '.', format: 'esm', chunkFileNames: 'harness/chunks/[name].js' },
    external: (id) => /^[@\w]/.test(id) && !inlined.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins: [whereItWas],
  },
  {
    from: 'harness/cli/bin.js',
    output: { file: 'harness/cli/bin.cjs', format: 'cjs' },
    external: [
      /\/main\.js$/,
      /\/describe-lean\.js$/,
      /\/candidates\.js$/,
      /\/reports\/inspection\.js$/,
      /\/compressed\.js$/,
    ],
  },
  { from: 'reports/inspection.js', output: { file: 'reports/inspection.js', format: 'esm' }, external: [] },
  {
    from: 'harness/cli/commands/describe-lean.js',
    output: { dir: 'harness/cli/commands', format: 'esm', chunkFileNames: 'describe/[name].js' },
    // The suites of the built-in protocols tell nothing of a description.
    external: [/\/(?!laws)\w+\/\w+\.suite\.js$/],
  },
];

for (const { from, output, external, plugins = [] } of bundles) {
  const input =
    typeof from === 'string'
      ? join(dist, from)
      : Object.fromEntries(Object.entries(from).map(([name, file]) => [name, join(dist, file)]));
  const bundle = await rolldown({ input, platform: 'node', external, plugins });
  const { file, dir, ...form } = output;
  await bundle.write({ ...form, ...(file === undefined ? { dir: join(dist, dir) } : { file: join(dist, file) }) });
  await bundle.close();
}

// What is shipped with others' work in it is shipped with their terms.
const { resolve } = createRequire(import.meta.url);
const terms = inlined.map((name) => {
  const folder = resolve(name).split(`/${name}/`)[0];
  const file = name === 'yaml' ? 'LICENSE' : 'license';
  return `${name}\n\n${readFileSync(join(folder, name, file), 'utf8')}`;
});
writeFileSync(join(dist, 'harness/chunks/LICENSES'), terms.join('\n\n'));
