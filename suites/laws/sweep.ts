/** Connections of a sweep that are there at the same time: enough to wait for many answers at once, few beside what any server has room for. */
const TOGETHER = 16;

/** Opens one connection after another: the queue of a simple server has room for five. */
export type Opening = (open: () => Promise<void>) => Promise<void>;

function oneAfterAnother(): Opening {
  let before: Promise<void> = Promise.resolve();
  return (open) => {
    const opened = before.catch(() => undefined).then(open);
    before = opened;
    return opened;
  };
}

/**
 * Tries every position of a sweep, many of them at once where the server allows it, and judges each of those that did not come
 * off well once more, alone. `tries` tells whether one came off; it opens its connection by `opening`. `judges` throws where it did not.
 */
export async function sweep<Position>(
  positions: readonly Position[],
  isSideBySide: boolean,
  tries: (position: Position, opening: Opening) => Promise<boolean>,
  judges: (position: Position) => Promise<void>,
): Promise<void> {
  if (!isSideBySide) {
    for (const position of positions) await judges(position);
    return;
  }
  for (let from = 0; from < positions.length; from += TOGETHER) {
    const group = positions.slice(from, from + TOGETHER);
    const opening = oneAfterAnother();
    const came = await Promise.all(group.map((position) => tries(position, opening).catch(() => false)));
    for (const [index, position] of group.entries()) if (came[index] !== true) await judges(position);
  }
}
