import { drawLine } from '../terminal/print.ts';

/** Tells a person how the inspection goes on. */
export interface InspectProgress {
  readonly of: (file: string, octets: number | undefined) => (read: number, frames: number) => void;
  readonly done: () => void;
}

/** Milliseconds between two writings of the line: a person reads no faster. */
const PAUSE = 100;

/** One line on a terminal that is written over and over, and gone at the end; nothing elsewhere. */
export function openInspectProgress(quiet: boolean): InspectProgress {
  if (quiet || !process.stderr.isTTY) return { of: () => () => undefined, done: () => undefined };
  let written = 0;
  return {
    of: (file, octets) => (read, frames) => {
      const now = Date.now();
      if (now - written < PAUSE) return;
      written = now;
      const part = octets === undefined || octets === 0 ? megabytes(read) : `${Math.floor((100 * read) / octets)} %`;
      drawLine(`${file}: ${part}, ${frames} frames`);
    },
    done: () => {
      if (written > 0) drawLine('');
      written = 0;
    },
  };
}

function megabytes(octets: number): string {
  return `${Math.floor(octets / 1_048_576)} MiB`;
}
