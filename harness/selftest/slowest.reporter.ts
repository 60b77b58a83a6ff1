import type { Reporter, TestModule } from 'vitest/node';

/** How many files are told. */
const TOLD = 10;

/** Says at the end which files of tests took the longest, and how long: where a quicker test pays. */
export default class SlowestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const times = modules.map((module) => ({ file: module.relativeModuleId, ms: module.diagnostic().duration }));
    const slowest = times.toSorted((one, other) => other.ms - one.ms).slice(0, TOLD);
    const lines = slowest.map(({ file, ms }) => `${(ms / 1000).toFixed(1).padStart(8)} s  ${file}\n`);
    if (lines.length > 1) process.stdout.write(`\n Slowest files\n${lines.join('')}`);
  }
}
