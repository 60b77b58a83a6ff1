/** Changes that a slip of the hand makes, at most: one in a short word, three in a long one. */
const SLIPS = { most: 3, lettersEach: 3 } as const;

/**
 * Asks whether one of the known names was meant, behind a semicolon; empty where none is near. A name is near where few letters
 * were left out, put in, exchanged or swapped with their neighbours.
 */
export function didYouMean(found: string, known: readonly string[]): string {
  const nearest = nearestName(found, known);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}

/** The known name that is nearest; undefined where none is near, or where it is known itself. */
export function nearestName(found: string, known: readonly string[]): string | undefined {
  const bound = Math.max(1, Math.min(SLIPS.most, Math.floor(found.length / SLIPS.lettersEach)));
  const [nearest] = [...new Set(known)]
    .map((name) => ({ name, changes: changesBetween(found, name) }))
    .filter(({ changes }) => changes > 0 && changes <= bound)
    .toSorted((one, other) => one.changes - other.changes);
  return nearest?.name;
}

/** How many single changes make one word of the other (the optimal string alignment distance): a table, of which three rows are needed. */
function changesBetween(one: string, other: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const changes = [
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
        ...(isSwapped && row > 1 && column > 1 ? [(before[column - 2] ?? 0) + 1] : []),
      ];
      next.push(Math.min(...changes));
    }
    before = last;
    last = next;
  }
  return last[other.length] ?? 0;
}
