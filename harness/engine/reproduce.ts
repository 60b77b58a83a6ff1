import type { WorkerPlan } from '../contracts/plan.ts';
import { shellQuoted } from '../text/quoting.ts';
import { visible } from '../text/visible.ts';

/**
 * The command that runs one case again, ready to be pasted into a shell. The id stands as reports show it: no command holds a
 * NUL. What the command cannot say of the target is named in a comment behind it.
 */
export function reproduce(id: string, plan: WorkerPlan | undefined): string {
  const { target, seed = 0 } = plan ?? {};
  const { unsaid = [] } = target ?? {};
  const words = [
    target?.reproduce ?? '',
    `--only ${shellQuoted(visible(id))}`,
    `--seed ${seed}`,
    ...(unsaid.length === 0 ? [] : [`# without what the profile declares: ${visible(unsaid.join(', '))}`]),
  ];
  return ['sockspec run', ...words.filter((word) => word !== '')].join(' ');
}
