/**
 * Part of the build: `inspect` in one file instead of forty, which take longer to load than 300,000 frames to judge.
 * What is thrown keeps its own module, so that it is recognised where it is caught; the report is loaded when it is needed.
 */
export default {
  input: 'dist/harness/cli/inspect-run.js',
  platform: 'node',
  external: [/\/contracts\/errors\.js$/, /\/reports\/inspection\.js$/],
  output: { file: 'dist/harness/cli/inspect-run.js', format: 'esm' },
};
