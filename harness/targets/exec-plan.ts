import type { TargetMeans, TargetPlan } from '../contracts/plan.ts';
import type { Placeholders } from '../processes/command-line.ts';

/** How a program is launched. */
export type ExecMeans = Extract<TargetMeans, { kind: 'exec' }>;

/** What of a plan says how its program is launched. */
export type ExecPlan = Pick<TargetPlan, 'role' | 'transport' | 'store' | 'interface' | 'group' | 'ends'>;

/** What `{folder}` stands for in the commands of a program that has a folder. */
export function placesOfFolder({ folder }: Pick<ExecMeans, 'folder'>): Placeholders {
  return folder === undefined ? {} : { folder };
}
