import type { Readable } from 'node:stream';
import type { Output } from '../contracts/observer.ts';
import { tailOf } from '../text/tail.ts';
import { shownStream } from '../text/utf8.ts';
import { interleave } from './interleave.ts';

/** Characters of output that are kept; the oldest go first. */
export const OUTPUT_LIMIT = 4 * 1024 * 1024;

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
  const order = interleave(
    streams.length,
    printed,
    (turn, ms) => void (ms === 0 ? setImmediate(turn) : setTimeout(turn, ms)),
  );
  const each = streams.map((stream, index) => {
    const shown = shownStream();
    const own = tailOf(OUTPUT_LIMIT);
    const add = (piece: string): void => {
      own.add(piece);
      order.add(index, piece);
    };
    stream.on('data', (octets: Uint8Array) => add(shown.add(octets)));
    stream.once('close', () => {
      add(shown.end());
      order.end(index);
    });
    return own;
  });
  return {
    description,
    text: tail.text,
    each: () => each.map((own) => own.text()),
    inOrder: () => each.map((own) => own.text()).join(''),
    total: () => total,
    changed: () => new Promise((resolve) => waiting.push(resolve)),
  };
}
