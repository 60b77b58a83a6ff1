import type { Output, Storage } from '../contracts/observer.ts';
import type { TargetPlan } from '../contracts/plan.ts';
import type { RunningTarget } from '../contracts/target.ts';
import { commandOutput } from './command-output.ts';
import { fetchStorage } from './fetch-storage.ts';
import { folderOutput } from './folder-output.ts';
import { folderStorage } from './folder-storage.ts';
import type { Observed } from './observed.ts';

/** One way to observe something of a target; undefined where neither the plan nor the target offers it. */
export interface ObserverRow<Observer> {
  readonly name: string;
  readonly open: (plan: TargetPlan, running: RunningTarget) => Promise<Observed<Observer> | undefined>;
}

/** Ways to observe `storage`; the first that applies is used. */
export const storageObservers: readonly ObserverRow<Storage>[] = [
  { name: '--store', open: async (plan) => passive(plan.store, folderStorage) },
  { name: '--fetch', open: async (plan) => passive(plan.fetch, fetchStorage) },
  { name: '{dir}', open: async (_, running) => passive(running.dir, folderStorage) },
];

/** Ways to observe `output`; the first that applies is used. */
export const outputObservers: readonly ObserverRow<Output>[] = [
  { name: '--output', open: async (plan) => (plan.output === undefined ? undefined : commandOutput(plan.output)) },
  {
    name: '--store',
    open: async ({ store, looksInStore, show }) =>
      store === undefined || looksInStore !== true
        ? undefined
        : folderOutput(store, { namesAbove: show !== undefined }),
  },
  {
    name: '--exec',
    open: async (_, running) => passive(running.process?.output ?? running.output, (output) => output),
  },
];

/** Opens the first observer of a table that applies. */
export async function openObserver<Observer>(
  rows: readonly ObserverRow<Observer>[],
  plan: TargetPlan,
  running: RunningTarget,
): Promise<Observed<Observer> | undefined> {
  for (const row of rows) {
    const observed = await row.open(plan, running);
    if (observed !== undefined) return observed;
  }
  return undefined;
}

/** An observer that holds nothing open. */
function passive<Source, Observer>(
  source: Source | undefined,
  open: (source: Source) => Observer,
): Observed<Observer> | undefined {
  return source === undefined ? undefined : { observer: open(source), close: async () => undefined };
}
