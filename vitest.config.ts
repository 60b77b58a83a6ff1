import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that take a lab of network namespaces: Linux, and the rights of root (`npm run test:lab`). */
const labTests = ['harness/**/*.lab.test.ts'];

/** Does sockspec judge rightly: everything whose mistakes are known, in runs that keep every processor busy. */
const selfTests = ['harness/selftest/selftest.test.ts'];

/** The same for protocols that are described. */
const lawTests = ['', '-datagrams', '-one-way', '-catalogue'].map(
  (which) => `harness/selftest/described${which}.test.ts`,
);

/** The same beside busy loops, which no other test is to stand beside. */
const soakTests = ['harness/selftest/soak.test.ts'];

/** Tests that start neither programs nor the command, and that a change is tried with first. */
const quickTests = ['{harness/{addresses,contracts,engine,frames,protocols,text},reports,suites}/**/*.test.ts'];
const slowTests = ['**/{tshark,memory,mutations,browser}.test.ts'];

/**
 * Files that wait or launch for a minute: the end of each run tells them. Larger files would begin before most of them, and
 * the last one to begin would go on alone.
 */
const longest =
  /\/(your-own-protocol|hostile|hostile-output|run-operator|run-steered|ci|capture|grading|sandbox|package|runtimes|replaying|replaying-datagrams|selftest|(?:veth-servers|veth-clients|cut-off|datagrams|nothing-leaves|running)\.lab)\.test\.ts$/;

/** Begins the longest files of each group first, and others as vitest has them. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const groupOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;
    const rankOf = ({ moduleId }: TestSpecification): number => (longest.test(moduleId) ? 0 : 1);
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => groupOf(one) - groupOf(other) || rankOf(one) - rankOf(other));
  }
}

/** Files of tests launch programs and wait for them: five at once keep two processors busy for four fifths of the time. */
const maxWorkers = 3 + Math.min(3, availableParallelism());

/** The self test judges in three runs at once, each of which has six threads: two left two processors idle for half of the time. */
const judging = { maxWorkers: 3, sequence: { groupOrder: 2 } };

/** Who names a file wants to see all of its tests, and not those of this turn alone (`harness/selftest/taking-turns.test.helper.ts`). */
const env: Record<string, string> = process.argv.some((word) => word.endsWith('.test.ts')) ? { EVERY_TEST: '1' } : {};

/** sockspec's own tests ("is sockspec right?"); conformance runs never read this file. */
export default defineConfig({
  test: {
    environment: 'node',
    env,
    pool: 'threads',
    maxWorkers,
    // The modules of a thread are loaded once, not once a file.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './harness/selftest/slowest.reporter.ts'],
    globalSetup: ['harness/cli/fast-starts.setup.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'main',
          include: ['{harness,suites,reports}/**/*.test.ts'],
          exclude: [...labTests, ...selfTests, ...lawTests, ...soakTests, '**/node_modules/**'],
        },
      },
      // What delays and loses frames is a program, too: it is not to wait for a processor. Beside runs of the lowest priority it did.
      {
        extends: true,
        test: { name: 'lab', include: labTests, maxWorkers: maxWorkers - 1, sequence: { groupOrder: 1 } },
      },
      { extends: true, test: { name: 'selftest', include: selfTests, ...judging } },
      { extends: true, test: { name: 'laws', include: lawTests, ...judging } },
      { extends: true, test: { name: 'soak', include: soakTests, sequence: { groupOrder: 3 } } },
      { extends: true, test: { name: 'quick', include: quickTests, exclude: [...slowTests, '**/node_modules/**'] } },
    ],
  },
});
