import { execFile } from 'node:child_process';

/** How long an observer's command may take, in milliseconds: a phone's bridge answers in seconds. */
const COMMAND_LIMIT_MS = 30_000;

/** Runs an observer's command to its end; resolves to its exit status, or null if it was killed or could not be run. */
export function runCommand([program, ...words]: readonly [string, ...string[]]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = execFile(program, words, { timeout: COMMAND_LIMIT_MS, killSignal: 'SIGKILL' }, () =>
      resolve(child.exitCode),
    );
  });
}
