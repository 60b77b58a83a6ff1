/** The end of a text that comes in pieces. */
export interface Tail {
  readonly add: (piece: string) => void;
  /** The last characters of all that came, `limit` of them at most. */
  readonly text: () => string;
}

/**
 * Keeps the last `limit` characters of what comes. A piece costs no more the longer the text is: pieces are joined when the
 * text is asked for, so a program that floods its output takes no more of the processor than its octets do.
 */
export function tailOf(limit: number): Tail {
  let pieces: string[] = [];
  let kept = 0;
  const shorten = (): void => {
    const joined = pieces.join('').slice(-limit);
    pieces = joined === '' ? [] : [joined];
    kept = joined.length;
  };
  return {
    add: (piece) => {
      if (piece === '') return;
      pieces.push(piece);
      kept += piece.length;
      if (kept > 2 * limit) shorten();
    },
    text: () => {
      if (pieces.length > 1 || kept > limit) shorten();
      return pieces[0] ?? '';
    },
  };
}
