import { defineConfig } from 'vitest/config';

/** sockspec's own tests ("is sockspec right?"); conformance runs never read this file. */
export default defineConfig({
  test: {
    include: ['{harness,suites,reports}/**/*.test.ts'],
    environment: 'node',
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
