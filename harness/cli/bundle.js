import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * Part of the build: the command and what a plain `inspect` needs in one file instead of forty, which take longer to load
 * than 100,000 frames to judge; its report in another, which is loaded when it is needed; what a plain `describe` needs, and
 * the laws beside it; and all other commands as they are.
 */
const bundles = [
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

const compiled = (name) => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

for (const { from, output, external } of bundles) {
  const bundle = await rolldown({ input: compiled(from), platform: 'node', external });
  const { file, dir, ...form } = output;
  await bundle.write({ ...form, ...(file === undefined ? { dir: compiled(dir) } : { file: compiled(file) }) });
  await bundle.close();
}
