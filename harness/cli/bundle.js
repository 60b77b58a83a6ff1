import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * Part of the build: `inspect` in one file instead of forty, which take longer to load than 100,000 frames to judge, and
 * its report in another, which is loaded when it is needed. What is thrown keeps its own module, so that it is
 * recognised where it is caught.
 */
const external = [/\/contracts\/errors\.js$/, /\/reports\/inspection\.js$/];

for (const name of ['../../dist/harness/cli/inspect-lean.js', '../../dist/reports/inspection.js']) {
  const file = fileURLToPath(new URL(name, import.meta.url));
  const bundle = await rolldown({
    input: file,
    platform: 'node',
    external: external.filter((one) => !one.test(file)),
  });
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
}
