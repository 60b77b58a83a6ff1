/** Hears of changes, and tells of them once nothing has changed for a while. */
export interface AfterRest<Change> {
  readonly hears: (change: Change) => void;
  /** What was heard and not told is dropped. */
  readonly close: () => void;
}

/**
 * Tells the first of changes that follow each other within `restMs`, once it was quiet for as long: a file that is written in
 * place is empty at first. What never rests is told after `longestMs`.
 */
export function afterRest<Change>(tell: (first: Change) => void, restMs: number, longestMs: number): AfterRest<Change> {
  let heard: { readonly first: Change; readonly at: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  const told = (): void => {
    const one = heard;
    heard = undefined;
    if (one !== undefined) tell(one.first);
  };
  return {
    hears: (change) => {
      const now = performance.now();
      heard ??= { first: change, at: now };
      clearTimeout(timer);
      timer = setTimeout(told, Math.max(0, Math.min(restMs, heard.at + longestMs - now)));
    },
    close: () => clearTimeout(timer),
  };
}
