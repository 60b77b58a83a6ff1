/** Wakes those who wait for a condition: rung by every event, so that nobody polls or sleeps. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves to true as soon as the condition holds, to false when `ms` are over first. */
  readonly until: (holds: () => boolean, ms: number) => Promise<boolean>;
}

/** Makes a bell. */
export function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    ring: () => {
      for (const look of [...waiting]) look();
    },
    until: (holds, ms) => {
      if (holds()) return Promise.resolve(true);
      return new Promise((resolve) => {
        const done = (held: boolean): void => {
          waiting.delete(look);
          clearTimeout(limit);
          resolve(held);
        };
        const look = (): void => {
          if (holds()) done(true);
        };
        const limit = setTimeout(() => done(holds()), ms);
        waiting.add(look);
      });
    },
  };
}
