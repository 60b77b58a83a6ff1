/** Trials of one value: each that is changed may cost a limit. */
const TRIALS = 16;

/**
 * Shrinks a value to the smallest part of it that `isChanged` still finds changed: pieces are left out, halves first, then
 * ever smaller ones (delta debugging, Zeller and Hildebrandt). Tries no more than `trials`, so that what it returns is the
 * smallest of those tried.
 */
export async function smallestChanged(
  value: string,
  isChanged: (candidate: string) => Promise<boolean>,
  trials = TRIALS,
): Promise<string> {
  let smallest = [...value];
  let left = trials;
  let piece = Math.ceil(smallest.length / 2);
  while (piece > 0 && smallest.length > 1 && left > 0) {
    const size = piece;
    let from = 0;
    while (from < smallest.length && left > 0 && smallest.length > 1) {
      const candidate = [...smallest.slice(0, from), ...smallest.slice(from + size)];
      left -= 1;
      if (candidate.length > 0 && (await isChanged(candidate.join('')))) smallest = candidate;
      else from += size;
    }
    piece = piece === 1 ? 0 : Math.ceil(piece / 2);
  }
  return smallest.join('');
}
