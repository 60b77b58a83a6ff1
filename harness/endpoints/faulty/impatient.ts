import type { ReceiverParts } from '../datagram-receiver.ts';

/** Longer than any other case lets a receiver wait, in milliseconds. */
const PATIENCE_MS = 2500;

/** A receiver that shows nothing any more once nothing has come for 2.5 s. */
export function impatient(careful: ReceiverParts): ReceiverParts {
  let last = performance.now();
  let isOver = false;
  return {
    ...careful,
    line: (datagram, source) => {
      isOver ||= performance.now() - last > PATIENCE_MS;
      last = performance.now();
      return isOver ? '' : careful.line(datagram, source);
    },
  };
}
