import { stat } from 'node:fs/promises';
import { drawLine, say } from './print.ts';

const MIB = 1024 * 1024;

/** How far an upload has come, for a person who waits. */
export interface UploadProgress {
  readonly show: (sent: number, size: number) => void;
  readonly end: () => void;
}

/** A line that is rewritten on a terminal, once a percent; nothing elsewhere, nor for files of up to 1 MiB. */
export async function progressLine(file: string): Promise<UploadProgress> {
  const octets = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (!process.stderr.isTTY || octets <= MIB) return { show: () => undefined, end: () => undefined };
  let shown = -1;
  return {
    show: (sent, size) => {
      const percent = Math.floor((100 * sent) / size);
      if (percent === shown) return;
      shown = percent;
      drawLine(`sent ${percent} % of ${(size / MIB).toFixed(1)} MiB`);
    },
    end: () => {
      if (shown !== -1) say('\n');
    },
  };
}
