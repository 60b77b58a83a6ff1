import type { ProcessEnd } from '../contracts/process.ts';
import { NotReachable } from '../contracts/target.ts';

/** How a command ends that has a limit: by itself, not in time, or with the run. */
export type CommandEnd = ProcessEnd | 'late' | 'aborted';

/** The first of a command's own end, its limit in milliseconds, and the end of the run. */
export function commandEnd(ended: Promise<ProcessEnd>, limitMs: number, signal: AbortSignal): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const over = (end: CommandEnd): void => {
      clearTimeout(late);
      signal.removeEventListener('abort', aborted);
      resolve(end);
    };
    const aborted = (): void => over('aborted');
    const late = setTimeout(() => over('late'), limitMs);
    signal.addEventListener('abort', aborted, { once: true });
    // It may have come while the command was begun.
    if (signal.aborted) aborted();
    void ended.then(over);
  });
}

/** How it ended, behind its name: "ended with status 1". */
export function commandEndWords(end: CommandEnd, limitMs: number): string {
  if (end === 'aborted') return 'was ended with the run';
  if (end === 'late') return `did not end within ${limitMs / 1000} s`;
  return end.signal === null ? `ended with status ${end.status}` : `was ended by ${end.signal}`;
}

/** Why a command was not started at all, in words. Throws whatever is no such reason. */
export function whyNotStarted(error: unknown): string {
  if (error instanceof NotReachable) return error.message;
  throw error;
}
