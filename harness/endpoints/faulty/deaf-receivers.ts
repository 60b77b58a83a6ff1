import type { ReceiverParts } from '../datagram-receiver.ts';

/** Longer than any other case lets a receiver wait, in milliseconds. */
const PATIENCE_MS = 2500;

/** A receiver that shows nothing any more once nothing has come for 2.5 s. */
export function impatient(careful: ReceiverParts): ReceiverParts {
  let last = performance.now();
  return deafOnce(careful, () => {
    const silentMs = performance.now() - last;
    last = performance.now();
    return silentMs > PATIENCE_MS;
  });
}

/** A receiver that shows nothing any more from the first empty datagram on. */
export function endedByEmpty(careful: ReceiverParts): ReceiverParts {
  return deafOnce(careful, (datagram) => datagram.length === 0);
}

function deafOnce(careful: ReceiverParts, isDeaf: (datagram: Uint8Array) => boolean): ReceiverParts {
  let isOver = false;
  return {
    ...careful,
    line: (datagram, source) => {
      isOver = isDeaf(datagram) || isOver;
      return isOver ? '' : careful.line(datagram, source);
    },
  };
}
