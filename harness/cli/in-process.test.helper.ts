import { knowSuites } from '../../suites/index.ts';
import { execute } from './execute.ts';
import { withoutProgress } from './progress-lines.test.helper.ts';
import type { Ended } from './shell.test.helper.ts';
import { type Writers, writingTo } from './terminal/print.ts';

/**
 * Runs a command line in the test's own process, and resolves to what a shell would see of it. It costs a hundredth of a
 * start of the command: for refusals, help, and all that a start would not show any better.
 */
export async function inProcess(words: readonly string[]): Promise<Ended> {
  const begun = beginInProcess(words);
  const status = await begun.status;
  return { status, signal: null, stdout: begun.out(), stderr: withoutProgress(begun.err()) };
}

/** A command that runs in the test's own process. */
export interface Begun {
  readonly status: Promise<number>;
  /** What it has written so far. */
  readonly out: () => string;
  readonly err: () => string;
}

/** Begins a command line in the test's own process: for one that a test speaks with while it runs. */
export function beginInProcess(words: readonly string[]): Begun {
  let [out, err] = ['', ''];
  const writers = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
  };
  return { status: statusInProcess(writers, words), out: () => out, err: () => err };
}

/** Runs a command line that writes where the test says, and resolves to its exit status. The suites that it named are forgotten. */
export async function statusInProcess(writers: Writers, words: readonly string[]): Promise<number> {
  // Files of tests share their modules: another one would find the suites of protocols that it knows nothing of.
  const { status } = await writingTo(writers, () => execute(words)).finally(() => knowSuites([]));
  return status;
}
