import { terminalLine } from '../../text/visible.ts';
import { say } from '../terminal/print.ts';

/** Tells a person how the inspection goes on. */
export interface InspectProgress {
  readonly of: (file: string, octets: number | undefined) => (read: number, frames: number) => void;
  readonly done: () => void;
}

/** Milliseconds between two writings of the line: a person reads no faster. */
const PAUSE = 100;

/** One line on a terminal that is written over and over, and gone at the end; nothing elsewhere. */
export function openInspectProgress(quiet: boolean): InspectProgress {
  const terminal = process.stderr;
  if (quiet || !terminal.isTTY) return { of: () => () => undefined, done: () => undefined };
  let written = 0;
  return {
    of: (file, octets) => (read, frames) => {
      const now = Date.now();
      if (now - written < PAUSE) return;
      written = now;
      const part = octets === undefined || octets === 0 ? megabytes(read) : `${Math.floor((100 * read) / octets)} %`;
      const line = `${terminalLine(file)}: ${part}, ${frames} frames`;
      say(`\r\x1b[K${line.slice(0, (terminal.columns ?? 80) - 1)}`);
    },
    done: () => {
      if (written > 0) say('\r\x1b[K');
      written = 0;
    },
  };
}

function megabytes(octets: number): string {
  return `${Math.floor(octets / 1_048_576)} MiB`;
}
