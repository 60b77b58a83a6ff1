import type { TargetMeans, TargetPlan } from '../contracts/plan.ts';

/** How a program is launched. */
export type ExecMeans = Extract<TargetMeans, { kind: 'exec' }>;

/** What of a plan says how its program is launched. */
export type ExecPlan = Pick<TargetPlan, 'role' | 'transport' | 'store' | 'interface' | 'group' | 'ends'>;
