import { suiteAt } from '../../../suites/index.ts';
import type { TargetMeans, TargetPlan } from '../../contracts/plan.ts';
import type { RunTarget } from '../../contracts/run.ts';
import { formatAddress } from '../../targets/address.ts';
import { captureText } from './capture-plans.ts';

/** A target as the report names it. */
export function runTarget({ name, suite, means }: TargetPlan): RunTarget {
  const { protocol, role } = suiteAt(suite);
  return { name, protocol, role, kind: means.kind, address: addressText(means) };
}

function addressText(means: TargetMeans): string {
  if (means.kind === 'exec') return means.command;
  if (means.kind === 'capture') return captureText(means);
  return means.kind === 'reference' ? means.endpoint : formatAddress(means);
}
