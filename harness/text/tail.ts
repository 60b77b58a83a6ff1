/** The end of a text that comes in pieces. */
export interface Tail {
  readonly add: (piece: string) => void;
  /** The last characters of all that came, `limit` of them at most. */
  readonly text: () => string;
}

/** Characters of a block: what is let go is let go in blocks, and pieces of a few characters must not each hold a string. */
const BLOCK = 65_536;

/**
 * Keeps the last `limit` characters of what comes, and a block more at most. A piece costs no more the longer the text is:
 * blocks are joined when the text is asked for, so a program that floods its output takes no more of the processor than its
 * octets do, and no more memory than what is kept.
 */
export function tailOf(limit: number): Tail {
  let blocks: string[] = [];
  let fresh: string[] = [];
  let [inBlocks, inFresh] = [0, 0];
  // It is asked for at every look, and most of the time nothing has come since.
  let known: string | undefined;
  const letGo = (): void => {
    let from = 0;
    for (; from < blocks.length; from += 1) {
      const { length } = blocks[from] ?? '';
      if (inBlocks - length < limit) break;
      inBlocks -= length;
    }
    if (from > 0) blocks = blocks.slice(from);
  };
  return {
    add: (piece) => {
      if (piece === '') return;
      known = undefined;
      fresh.push(piece);
      inFresh += piece.length;
      if (inFresh < BLOCK) return;
      blocks.push(fresh.join(''));
      inBlocks += inFresh;
      fresh = [];
      inFresh = 0;
      letGo();
    },
    text: () => {
      known ??= [...blocks, ...fresh].join('').slice(-limit);
      return known;
    },
  };
}
