import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * Part of the build: the command and what a plain `inspect` needs in one file instead of forty, which take longer to load
 * than 100,000 frames to judge; its report in another, which is loaded when it is needed; and all other commands as they are.
 */
const bundles = [
  {
    from: 'harness/cli/bin.js',
    to: 'harness/cli/bin.cjs',
    format: 'cjs',
    external: [
      /\/main\.js$/,
      /\/describe-file\.js$/,
      /\/candidates\.js$/,
      /\/reports\/inspection\.js$/,
      /\/compressed\.js$/,
    ],
  },
  { from: 'reports/inspection.js', to: 'reports/inspection.js', format: 'esm', external: [] },
];

const compiled = (name) => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

for (const { from, to, format, external } of bundles) {
  const bundle = await rolldown({ input: compiled(from), platform: 'node', external });
  await bundle.write({ file: compiled(to), format });
  await bundle.close();
}
