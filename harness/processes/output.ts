import type { Readable } from 'node:stream';
import type { Output } from '../contracts/observer.ts';
import { tailOf } from '../text/tail.ts';
import { shownStream } from '../text/utf8.ts';

/** Characters of output that are kept; the oldest go first. */
const OUTPUT_LIMIT = 4 * 1024 * 1024;

/** What a launched program prints, on all of these streams, in the order in which it comes; octets that are no UTF-8 as escapes. */
export function captureOutput(streams: readonly Readable[], description: string): Output {
  const tail = tailOf(OUTPUT_LIMIT);
  let total = 0;
  let waiting: Array<() => void> = [];
  const printed = (piece: string): void => {
    tail.add(piece);
    total += piece.length;
    for (const resolve of waiting) resolve();
    waiting = [];
  };
  for (const stream of streams) {
    const shown = shownStream();
    stream.on('data', (octets: Uint8Array) => printed(shown.add(octets)));
    stream.once('close', () => printed(shown.end()));
  }
  return {
    description,
    text: tail.text,
    total: () => total,
    changed: () => new Promise((resolve) => waiting.push(resolve)),
  };
}
