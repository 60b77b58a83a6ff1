import { AsyncLocalStorage } from 'node:async_hooks';
import { terminalLine, terminalText } from '../../text/visible.ts';

/** Takes what a command writes, instead of the standard streams of the process. */
export interface Writers {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const instead = new AsyncLocalStorage<Writers>();

/** Runs some work whose words go to these writers; other work that goes on at the same time keeps its own. */
export function writingTo<Result>(writers: Writers, work: () => Result): Result {
  return instead.run(writers, work);
}

/**
 * A stream tells a failed write twice: to the one who wrote, and as an event, which ends the process with a stack trace where
 * nobody listens.
 */
function listening(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  if (stream.listenerCount('error', unheard) === 0) stream.on('error', unheard);
  return stream;
}

const unheard = (): void => undefined;

/**
 * Writes to standard output. Resolves when all of it was taken: a pipe's reader may be slower than a run. A reader that
 * left is no error.
 */
export function print(text: string): Promise<void> {
  const writers = instead.getStore();
  if (writers !== undefined) {
    writers.out(text);
    return Promise.resolve();
  }
  return new Promise((resolve, reject) => {
    listening(process.stdout).write(text, (error) => {
      if (error && 'code' in error && error.code !== 'EPIPE') reject(error);
      else resolve();
    });
  });
}

/**
 * Writes to standard error: all that is not the result of the command. It may quote a program, so that whatever a terminal
 * would obey is made visible. Where nobody takes it, nothing more can be said.
 */
export function say(text: string): void {
  toStandardError(terminalText(text));
}

/** Writes one line of a terminal anew, over what it shows; an empty one clears it. */
export function drawLine(text: string): void {
  toStandardError(`\r\x1b[K${terminalLine(text).slice(0, (process.stderr.columns ?? 80) - 1)}`);
}

function toStandardError(text: string): void {
  const writers = instead.getStore();
  if (writers === undefined) listening(process.stderr).write(text);
  else writers.err(text);
}
