import type { WorkerPlan } from '../../contracts/plan.ts';

/** The ids of all cases of these suites. Nothing is started: the suites are only read. */
export async function caseIds(suitePaths: readonly string[]): Promise<readonly string[]> {
  if (suitePaths.length === 0) return [];
  const { collect } = await import('../../engine/drive.ts');
  const collected = await collect(suitePaths.map(readingPlan));
  return suitePaths.flatMap((path) => collected.get(path) ?? []);
}

function readingPlan(suite: string): WorkerPlan {
  return {
    target: {
      name: suite,
      suite,
      means: { kind: 'address', host: '127.0.0.1', port: 1 },
      limits: {},
      capabilities: {},
      reproduce: suite,
    },
    selection: { suites: [], only: [], skip: [] },
    seed: 1,
    repeat: 1,
  };
}
