import type { TargetMeans, TargetPlan } from '../contracts/plan.ts';
import type { Target } from '../contracts/target.ts';
import { groupFor } from './datagram-places.ts';

/** A server or receiver that somebody else runs: the harness only connects, or sends, to it. */
export function addressTarget(means: Extract<TargetMeans, { kind: 'address' }>, plan: TargetPlan): Target {
  return {
    kind: 'address',
    relaunches: false,
    start: async () => ({
      host: means.host,
      port: means.port,
      group: groupFor(plan, false),
      stop: async () => undefined,
    }),
  };
}
