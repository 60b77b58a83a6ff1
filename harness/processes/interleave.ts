/** Puts what comes on several streams into one order. */
export interface Interleave {
  /** Takes a piece of a stream. */
  readonly add: (stream: number, piece: string) => void;
  /** Called when a stream has ended; with the last of them nothing is held back any more. */
  readonly end: (stream: number) => void;
}

/** Turns of the event loop for which a piece is held back. */
const TURNS = 3;

/**
 * Tells pieces of several streams in an order that leaves lines whole. A pipe holds 64 KiB: a longer line comes in two reads,
 * between which what was written after it, on another stream, may be read. So while a stream has an unfinished line, the
 * pieces of the others are held back for a few turns of the event loop, in which the rest of that line is read. A stream
 * that leaves its line unfinished, as at a prompt, holds up nothing for longer.
 */
export function interleave(
  streams: number,
  tell: (piece: string) => void,
  nextTurn: (turn: () => void) => void,
): Interleave {
  const isUnfinished = Array.from({ length: streams }, () => false);
  const hasEnded = Array.from({ length: streams }, () => false);
  let held: Array<{ readonly stream: number; readonly piece: string; turns: number }> = [];
  let isWaiting = false;

  const isHeldUp = (stream: number): boolean =>
    held.some((one) => one.stream === stream) ||
    isUnfinished.some((unfinished, other) => unfinished && other !== stream && !hasEnded[other]);

  const told = (stream: number, piece: string): void => {
    isUnfinished[stream] = !piece.endsWith('\n');
    tell(piece);
  };
  const release = (isDue: (turns: number) => boolean): void => {
    const waiting = held;
    held = [];
    for (const one of waiting) {
      if (isDue(one.turns) || !isHeldUp(one.stream)) told(one.stream, one.piece);
      else held.push(one);
    }
  };
  const wait = (): void => {
    if (isWaiting || held.length === 0) return;
    isWaiting = true;
    nextTurn(() => {
      isWaiting = false;
      for (const one of held) one.turns -= 1;
      release((turns) => turns <= 0);
      wait();
    });
  };

  return {
    add: (stream, piece) => {
      if (piece === '') return;
      if (isHeldUp(stream)) held.push({ stream, piece, turns: TURNS });
      else {
        told(stream, piece);
        release(() => false);
      }
      wait();
    },
    end: (stream) => {
      hasEnded[stream] = true;
      release(() => hasEnded.every((ended) => ended));
    },
  };
}
