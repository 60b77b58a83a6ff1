/** Trials of one value: each that is changed may cost a limit. */
const TRIALS = 16;

/**
 * Shrinks a value to the smallest part of it that `isChanged` still finds changed, as `smallestPart` does; at least one
 * character is left.
 */
export async function smallestChanged(
  value: string,
  isChanged: (candidate: string) => Promise<boolean>,
  trials = TRIALS,
): Promise<string> {
  const isStill = (part: readonly string[]): Promise<boolean> => isChanged(part.join(''));
  return (await smallestPart([...value], isStill, { least: 1, trials })).join('');
}

/**
 * Shrinks a list to the smallest part of it of which `isStill` holds: pieces are left out, halves first, then ever smaller ones
 * (delta debugging, Zeller and Hildebrandt). At least `least` items are left. Tries no more than `trials`, so that what it
 * returns is the smallest of those tried.
 */
export async function smallestPart<Item>(
  whole: readonly Item[],
  isStill: (part: readonly Item[]) => Promise<boolean>,
  { least = 0, trials = Number.POSITIVE_INFINITY }: { readonly least?: number; readonly trials?: number } = {},
): Promise<readonly Item[]> {
  let smallest = whole;
  let left = trials;
  let piece = Math.ceil(smallest.length / 2);
  while (piece > 0 && smallest.length > least && left > 0) {
    const size = piece;
    let from = 0;
    while (from < smallest.length && left > 0 && smallest.length > least) {
      const candidate = [...smallest.slice(0, from), ...smallest.slice(from + size)];
      left -= 1;
      if (candidate.length >= least && (await isStill(candidate))) smallest = candidate;
      else from += size;
    }
    piece = piece === 1 ? 0 : Math.ceil(piece / 2);
  }
  return smallest;
}

/**
 * Shrinks a number of which `isStill` holds to a smaller one, no smaller than `least`: that one first, then by halving what is
 * between a number of which it does not hold and one of which it does.
 */
export async function smallestNumber(
  number: bigint,
  least: bigint,
  isStill: (candidate: bigint) => Promise<boolean>,
): Promise<bigint> {
  if (number <= least || (await isStill(least))) return number <= least ? number : least;
  let [below, smallest] = [least, number];
  while (smallest - below > 1n) {
    const middle = (below + smallest) / 2n;
    if (await isStill(middle)) smallest = middle;
    else below = middle;
  }
  return smallest;
}
