import { defineConfig } from 'vitest/config';

/** Tests that take a lab of network namespaces: Linux, and the rights of root (`npm run test:lab`). */
const labTests = ['harness/**/*.lab.test.ts'];

/** sockspec's own tests ("is sockspec right?"); conformance runs never read this file. */
export default defineConfig({
  test: {
    environment: 'node',
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    globalSetup: ['harness/cli/python.setup.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'main', include: ['{harness,suites,reports}/**/*.test.ts'], exclude: labTests },
      },
      { extends: true, test: { name: 'lab', include: labTests } },
    ],
  },
});
