import { clock } from '../clock.ts';

/** Wakes those who wait for a condition: rung by every event, so that nobody polls or sleeps. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves to true as soon as the condition holds, to false when `ms` are over first. Rejects with `TooBusy`. */
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
      return new Promise((resolve, reject) => {
        const look = (): void => {
          if (!holds()) return;
          waiting.delete(look);
          callOff();
          resolve(true);
        };
        const callOff = clock.after(ms, (tooBusy) => {
          waiting.delete(look);
          const held = holds();
          if (held || tooBusy === undefined) resolve(held);
          else reject(tooBusy);
        });
        waiting.add(look);
      });
    },
  };
}
