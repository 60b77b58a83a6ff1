#!/usr/bin/env node
import { execute } from './execute.ts';
import { reportUncaught } from './failure.ts';

process.on('uncaughtException', (error: unknown) => process.exit(reportUncaught(error)));

/**
 * The command itself, one file of CommonJS when it is built: that is under way 15 ms before the same in modules is, in
 * which 100,000 frames are judged. To take the runtime apart piece by piece takes as long, so a plain `inspect`, whose
 * report has been taken by then, ends the process at once.
 */
execute(process.argv.slice(2)).then(({ status, isDone }) => {
  if (isDone) process.exit(status);
  process.exitCode = status;
});
