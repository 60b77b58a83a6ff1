import { openSync } from 'node:fs';
import type { Tell } from '../contracts/endpoint.ts';
import { errorText, UsageError } from '../contracts/errors.ts';

/** One log file that every endpoint and the harness write to. */
export interface EventLog {
  /** The events of one module. */
  readonly tell: (module: string) => Tell;
  readonly close: () => void;
}

/**
 * Opens an event log: one line of JSON an event, with `time` (RFC 3339), `level`, `module`, `function` and `text`.
 * Lines are appended by one synchronous write each, so that those of several threads and processes never interleave.
 * Rejects with a UsageError where the file cannot be written.
 */
export async function openEventLog(file: string): Promise<EventLog> {
  const descriptor = openForAppending(file);
  const { pino } = await import('pino');
  const destination = pino.destination({ fd: descriptor, sync: true });
  const logger = pino(
    {
      level: 'debug',
      base: { pid: process.pid },
      messageKey: 'text',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return {
    tell: (module) => {
      const lines = logger.child({ module });
      return ({ level, from, text }) => lines[level]({ function: from }, text);
    },
    close: () => destination.end(),
  };
}

function openForAppending(file: string): number {
  try {
    return openSync(file, 'a');
  } catch (error) {
    throw new UsageError(`expected a log file that can be written to, found ${file}: ${errorText(error)}`);
  }
}
