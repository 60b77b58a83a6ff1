import { type ChildProcess, execFile } from 'node:child_process';
import { errorCode, errorText } from '../contracts/errors.ts';

/** How long an observer's command may take, in milliseconds: a phone's bridge answers in seconds. */
const COMMAND_LIMIT_MS = 30_000;

/** How an observer's command ended. */
export interface CommandEnd {
  /** Null where it was killed, or could not be run. */
  readonly status: number | null;
  /** Why it has no status, in words; empty where it has one. */
  readonly why: string;
  /** What it printed, both streams. */
  readonly said: string;
}

/** Runs an observer's command to its end. */
export function runCommand([program, ...words]: readonly [string, ...string[]]): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = execFile(program, words, { timeout: COMMAND_LIMIT_MS, killSignal: 'SIGKILL' }, (error, out, err) => {
      const status = child.exitCode !== null && child.exitCode >= 0 ? child.exitCode : null;
      resolve({ status, why: status === null ? whyNone(program, error, child) : '', said: `${out}${err}` });
    });
  });
}

function whyNone(program: string, error: Error | null, { killed, signalCode }: ChildProcess): string {
  if (killed) return `it did not end within ${COMMAND_LIMIT_MS / 1000} s`;
  if (signalCode !== null) return `it was ended by signal ${signalCode}`;
  return errorCode(error) === 'ENOENT' ? `no such program: ${program}` : errorText(error);
}
