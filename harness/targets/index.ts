import type { TargetPlan } from '../contracts/plan.ts';
import { NotReachable, type Target } from '../contracts/target.ts';
import { addressTarget } from './address-target.ts';
import { execTarget } from './exec-target.ts';
import { listenTarget } from './listen-target.ts';
import type { LaunchLimit } from './readiness.ts';
import { referenceTarget } from './reference-target.ts';

/** The target that a plan means. */
export function openTarget(plan: TargetPlan, limit: LaunchLimit): Target {
  const { means } = plan;
  switch (means.kind) {
    case 'address':
      return addressTarget(means, plan);
    case 'exec':
      return execTarget(means, plan, limit);
    case 'reference':
      return referenceTarget(means, plan);
    case 'listen':
      return listenTarget(means);
    case 'capture':
      return unspokenTo;
  }
}

/** Frames that were captured answer nobody. */
const unspokenTo: Target = {
  kind: 'capture',
  relaunches: false,
  start: () => Promise.reject(new NotReachable('a capture cannot be spoken to')),
};
