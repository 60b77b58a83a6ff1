import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * Part of the build: `inspect` in one file instead of forty, which take longer to load than 100,000 frames to judge.
 * What is thrown keeps its own module, so that it is recognised where it is caught; the report is loaded when it is needed.
 */
const file = fileURLToPath(new URL('../../dist/harness/cli/inspect-run.js', import.meta.url));
const bundle = await rolldown({
  input: file,
  platform: 'node',
  external: [/\/contracts\/errors\.js$/, /\/reports\/inspection\.js$/],
});
await bundle.write({ file, format: 'esm' });
await bundle.close();
