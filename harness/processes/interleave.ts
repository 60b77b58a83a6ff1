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
 * Characters from which on a read that ends within a line shows no prompt: the pipe was full, and its program waits to write the
 * rest. A page of a pipe holds so many octets.
 */
const LONG_READ = 4096;

/** For how long the rest of its line is waited for: looks, and milliseconds between them. A busy machine lets the program write a second late. */
const LONG_TURNS = 50;
const LONG_TURN_MS = 20;

/**
 * Tells pieces of several streams in an order that leaves lines whole. A pipe holds 64 KiB: of more, a line comes in two reads,
 * between which what was written after it, on another stream, may be read. So while a stream has an unfinished line, the
 * pieces of the others are held back for a few turns of the event loop, in which the rest of that line is read. A stream
 * that leaves its line unfinished, as at a prompt, holds up nothing for longer. The program of a long read waits until the
 * pipe is empty, and then needs the processor: the others are held back for a second at most. `nextTurn` calls back after so
 * many milliseconds, with 0 after the turn of the event loop.
 */
export function interleave(
  streams: number,
  tell: (piece: string) => void,
  nextTurn: (turn: () => void, ms: number) => void,
): Interleave {
  // Characters of the reads in which a line is that has no end yet.
  const unfinished = Array.from({ length: streams }, () => 0);
  const hasEnded = Array.from({ length: streams }, () => false);
  let held: Array<{ readonly stream: number; readonly piece: string; turns: number }> = [];
  let isWaiting = false;

  const isOpen = (length: number, stream: number): boolean => length > 0 && !hasEnded[stream];
  const isHeldUp = (stream: number): boolean =>
    held.some((one) => one.stream === stream) ||
    unfinished.some((length, other) => isOpen(length, other) && other !== stream);
  const isLong = (): boolean => unfinished.some((length, stream) => isOpen(length, stream) && length >= LONG_READ);

  const told = (stream: number, piece: string): void => {
    const before = piece.includes('\n') ? 0 : (unfinished[stream] ?? 0);
    unfinished[stream] = piece.endsWith('\n') ? 0 : before + piece.length;
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
    const tick = (): void => {
      isWaiting = false;
      for (const one of held) one.turns -= 1;
      release((turns) => turns <= 0);
      wait();
    };
    nextTurn(tick, isLong() ? LONG_TURN_MS : 0);
  };

  return {
    add: (stream, piece) => {
      if (piece === '') return;
      if (isHeldUp(stream)) held.push({ stream, piece, turns: isLong() ? LONG_TURNS : TURNS });
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
