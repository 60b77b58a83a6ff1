import type { Inspection } from '../contracts/inspection.ts';
import { type Frame, kinds } from './frame.ts';

/** Counts, by name, what nobody looked into: whole frames, and what tunnels carry. */
export interface UnlookedCounts {
  readonly add: (frame: Frame) => void;
  readonly list: () => Pick<Inspection, 'notUnderstood' | 'tunnels'>;
}

/** Names that are told apart for each link type; frames of more are counted together. Keeps the memory bounded. */
const MOST_NAMES = 64;
const OTHERS = 'other protocols';

export function countUnlooked(): UnlookedCounts {
  /** By link type; a tunnel's names are in a map of their own. */
  const frames = new Map<number, Map<string, number>>();
  const tunnels = new Map<string, number>();
  return {
    add: ({ kinds: seen, linkType, unlooked }) => {
      if ((seen & kinds.tunnel) !== 0) {
        count(tunnels, unlooked);
        return;
      }
      const known = frames.get(linkType);
      const names = known ?? new Map<string, number>();
      if (known === undefined) frames.set(linkType, names);
      count(names, unlooked);
    },
    list: () => ({
      notUnderstood: [...frames].flatMap(([linkType, names]) => rows(names).map((row) => ({ linkType, ...row }))),
      tunnels: rows(tunnels),
    }),
  };
}

function count(names: Map<string, number>, name: string): void {
  const told = names.has(name) || names.size < MOST_NAMES ? name : OTHERS;
  names.set(told, (names.get(told) ?? 0) + 1);
}

function rows(names: ReadonlyMap<string, number>) {
  return Array.from(names, ([what, frames]) => ({ what, frames }));
}
