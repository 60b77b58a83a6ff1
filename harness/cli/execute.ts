import { exitStatus } from '../contracts/exit-status.ts';
import { inspectLean } from './commands/inspect-lean.ts';
import { reportFailure } from './failure.ts';

/** What a command line came to. */
export interface Executed {
  readonly status: number;
  /** Whether nothing is left to be done, so that the process may end without waiting for anything. */
  readonly isDone: boolean;
}

/** Executes one command line. A plain `inspect` or `describe` needs nothing else; whatever is not that is parsed by `main`. */
export async function execute(words: readonly string[]): Promise<Executed> {
  try {
    const [command, ...rest] = words;
    const status = command === 'inspect' ? await inspectLean(rest) : undefined;
    if (status !== undefined) return { status, isDone: true };
    const [file = '-', second] = rest;
    if (command === 'describe' && !file.startsWith('-') && second === undefined) {
      // A parser of command lines takes longer to load than a description to be read.
      const { describeLean } = await import('./commands/describe-lean.ts');
      return { status: await describeLean(file), isDone: false };
    }
    if (command === 'completion' && file === 'words') {
      // Whatever has been typed so far: no parser is to hold anything against it.
      const { printCandidates } = await import('./candidates.ts');
      await printCandidates(rest.slice(1));
      return { status: exitStatus.conformant, isDone: false };
    }
    const { main } = await import('./main.ts');
    const ended = await main(words);
    // What does not end by itself after an interrupt is not waited for: it was given its time.
    return { status: ended, isDone: ended === exitStatus.interrupted };
  } catch (error) {
    return { status: reportFailure(error), isDone: false };
  }
}
