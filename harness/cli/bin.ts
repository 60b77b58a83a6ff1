#!/usr/bin/env node
import { inspectLean } from './commands/inspect-lean.ts';
import { reportFailure } from './failure.ts';

/**
 * The command itself, one file of CommonJS when it is built: that is under way 15 ms before the same in modules is, in
 * which 100,000 frames are judged. A plain `inspect` needs nothing else; whatever is not that is parsed by `main`.
 */
async function run(words: readonly string[]): Promise<number> {
  try {
    const [command, ...rest] = words;
    if (command === 'inspect') await inspectLean(rest);
    const { main } = await import('./main.ts');
    return await main(words);
  } catch (error) {
    return reportFailure(error);
  }
}

run(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
