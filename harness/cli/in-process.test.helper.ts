import { knowSuites } from '../../suites/index.ts';
import { execute } from './execute.ts';
import type { Ended } from './shell.test.helper.ts';
import { writingTo } from './terminal/print.ts';

/**
 * Runs a command line in the test's own process, and resolves to what a shell would see of it. It costs a hundredth of a
 * start of the command: for refusals, help, and all that a start would not show any better.
 */
export async function inProcess(words: readonly string[]): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  const writers = {
    out: (text: string) => {
      stdout += text;
    },
    err: (text: string) => {
      stderr += text;
    },
  };
  const { status } = await writingTo(writers, () => execute(words)).finally(() => knowSuites([]));
  return { status, signal: null, stdout, stderr };
}
